from __future__ import annotations

import csv
import json
from dataclasses import replace

import pytest
from made import BODY, PHONE, RULES, make_result, make_unreadable

from mingzhang.core.plugins.manager import Plugins
from mingzhang.core.store.writer import open_store, save, save_rules
from mingzhang.plugins.exporters.csv import CsvExporter, safe_cell
from mingzhang.plugins.exporters.json import JsonExporter


@pytest.fixture
def db():
    opened = open_store(":memory:")
    save_rules(opened, RULES)
    save(opened, make_result())
    save(opened, make_unreadable())
    yield opened
    opened.close()


def test_csv_opens_in_a_spreadsheet(db, tmp_path):
    written = CsvExporter().export(db, tmp_path / "out")
    assert [p.name for p in written] == ["documents.csv", "line_items.csv", "findings.csv", "evidence.csv", "ledger.csv"]
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == sorted(p.name for p in written)
    sheets = {}
    for path in written:
        assert path.read_bytes().startswith(b"\xef\xbb\xbf"), path
        with path.open(encoding="utf-8-sig", newline="") as f:
            sheets[path.stem] = list(csv.DictReader(f))
    item = next(r for r in sheets["line_items"] if r["科目编码"] == "20701" and r["列"] == "预算数/总计")
    assert (item["涉及单位"], item["年度"], item["类别"], item["数值"], item["单位"]) == (BODY, "2031", "预算", "1009.21", "万元")
    assert (item["金额（元）"], item["页"], item["表号"]) == ("10092100.00", "3", "表二")
    assert len(sheets["line_items"]) == 9
    assert sheets["findings"][0]["差额"] == "-397.21"
    assert {r["结果"] for r in sheets["ledger"]} == {"不符", "无法核对"}
    assert {r["状态"] for r in sheets["documents"]} == {"已核对", "无法读取"}
    assert {r["指纹"] for r in sheets["evidence"]} == {r["指纹"] for r in sheets["findings"]}


def test_exports_hold_no_personal_number(db, tmp_path):
    files = [
        *CsvExporter().export(db, tmp_path / "c"),
        *JsonExporter().export(db, tmp_path / "j"),
        *JsonExporter().export(db, tmp_path / "a.json"),
    ]
    for path in files:
        assert PHONE not in path.read_text(encoding="utf-8"), path
    assert PHONE[:3] + "****" + PHONE[-4:] in (tmp_path / "c" / "findings.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "-a", "@x", " =1", "＝1", "\t=1"])
def test_no_cell_runs_as_a_formula(text):
    assert safe_cell(text) == "'" + text


@pytest.mark.parametrize("text", ["-397.21", "+5", "612", "", "一般公共预算", "1:ab"])
def test_numbers_and_words_stay(text):
    assert safe_cell(text) == text


def test_negative_amounts_in_yuan_are_exact(tmp_path):
    db = open_store(":memory:")
    result = make_result()
    statement = result.disclosure.statements[0]
    item = statement.items[0]
    for text in ("-0.05", "-123456789.07"):
        figure = replace(item.figure, value=-abs(item.figure.value), unit="元")
        figure = replace(figure, value=type(figure.value)(text), text=text)
        changed = replace(statement, items=(replace(item, figure=figure),))
        save(db, replace(result, disclosure=replace(result.disclosure, statements=(changed,))))
        CsvExporter().export(db, tmp_path)
        with (tmp_path / "line_items.csv").open(encoding="utf-8-sig", newline="") as f:
            assert next(csv.DictReader(f))["金额（元）"] == text


def test_json_is_one_object_or_lines(db, tmp_path):
    (one,) = JsonExporter().export(db, tmp_path / "all.json")
    content = json.loads(one.read_text(encoding="utf-8"))
    assert content["schema"] == "mingzhang.export/1"
    assert content["tables"][0]["grid"][3][2] == "612.00"
    assert content["line_items"][0]["amount_fen"] == 612_000_000
    assert content["claims"][0]["path"] == []
    assert {d["path"] for d in content["documents"]} == {"made.pdf", "broken.pdf"}
    for path in JsonExporter().export(db, tmp_path / "lines"):
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        assert lines == content[path.stem]


def test_exporters_are_registered_as_plugins(monkeypatch):
    monkeypatch.setenv("MINGZHANG_LOAD_PLUGINS", "")
    assert set(Plugins().exporters) >= {"csv", "json"}
