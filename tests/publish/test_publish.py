"""The public database: what goes into it, what does not, and what is said of what went out of it."""

from __future__ import annotations

import sqlite3
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlite_utils import Database

sys.path.insert(0, str(Path(__file__).parent.parent / "store"))

from made import PHONE, RULES, make_result, make_unreadable

from mingzhang.cli import main
from mingzhang.core.checking.sureness.doubt import DOUBTFUL
from mingzhang.core.model.results.result import Provenance
from mingzhang.core.publish.masking import file_name, published_index, published_text, web_address
from mingzhang.core.publish.publish import publish
from mingzhang.core.publish.replies import read_replies, save_replies
from mingzhang.core.publish.selection import Selection
from mingzhang.core.publish.verify import leaks
from mingzhang.core.store.search import index_text
from mingzhang.core.store.writer import StoreError, close_store, open_store, save, save_rules

DAY = date(2031, 5, 1)


@pytest.fixture
def working(tmp_path) -> Path:
    """A working database: three certain and suspected findings in one document, paths of a machine, a phone number."""
    path = tmp_path / "working.db"
    db = open_store(path)
    save_rules(db, RULES)
    save(db, make_result(path="/home/operator/云泽/预算.pdf", meta=Provenance("javascript:alert(1)", "云泽县人民政府")), keep_personal=True)
    save(db, make_result(year=2030, path="C:\\work\\2030.pdf", meta=Provenance("https://example.invalid/b.pdf", "云泽县人民政府")))
    save(db, make_unreadable())
    close_store(db)
    return path


def _rows(path: Path, sql: str) -> list[tuple]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def _replied(working: Path, text: str, tmp_path: Path, name: str = "replies.csv") -> None:
    (tmp_path / name).write_text(text, encoding="utf-8-sig" if name.endswith("csv") else "utf-8")
    db = open_store(working)
    save_replies(db, read_replies(tmp_path / name))
    close_store(db)


def test_certain_findings_go_out_and_suspected_ones_stay(working, tmp_path):
    done = publish(working, tmp_path / "public.db", on=DAY)
    published = dict(_rows(tmp_path / "public.db", "SELECT fingerprint, certainty FROM findings"))
    assert set(published.values()) == {"certain"}
    assert (done.findings, done.findings_held) == (len(published), len(_rows(working, "SELECT 1 FROM findings")) - len(published))
    assert _rows(tmp_path / "public.db", "SELECT count(*) FROM evidence WHERE finding NOT IN (SELECT fingerprint FROM findings)") == [(0,)]


def test_all_has_the_suspected_ones_but_never_doubts_about_our_reading(working, tmp_path):
    db = open_store(working)
    result = make_result(year=2029)
    doubt = replace(result.findings[0], rule=DOUBTFUL, fingerprint="1:" + "d" * 24)
    save(db, replace(result, findings=(*result.findings, doubt)))
    close_store(db)
    publish(working, tmp_path / "public.db", Selection.ALL, DAY)
    rules = {r for (r,) in _rows(tmp_path / "public.db", "SELECT rule FROM findings")}
    assert "prose.rate" in rules
    assert DOUBTFUL not in rules


def test_a_rule_that_is_not_in_force_accuses_nobody(working, tmp_path):
    with sqlite3.connect(working) as connection:
        connection.execute("UPDATE rules SET state = 'draft' WHERE id = 'sum.children'")
    publish(working, tmp_path / "public.db", on=DAY)
    assert not _rows(tmp_path / "public.db", "SELECT 1 FROM findings WHERE rule = 'sum.children'")


def test_the_ledger_does_not_tell_what_is_held_back(working, tmp_path):
    held = _rows(working, "SELECT document FROM findings WHERE rule = 'prose.rate'")
    assert held
    with sqlite3.connect(working) as connection:
        connection.executemany(
            "INSERT OR REPLACE INTO ledger (document, rule, outcome, reason, comparisons, seconds) VALUES (?, 'prose.rate', 'fail', NULL, 1, 0.5)",
            held,
        )
    publish(working, tmp_path / "public.db", on=DAY)
    shown = _rows(tmp_path / "public.db", "SELECT DISTINCT outcome FROM ledger WHERE rule = 'prose.rate'")
    assert shown == [("not_evaluable",)]
    assert _rows(tmp_path / "public.db", "SELECT DISTINCT seconds FROM ledger") == [(0.0,)]


def test_nothing_of_the_operators_machine_and_no_number_is_in_the_bytes(working, tmp_path):
    publish(working, tmp_path / "public.db", Selection.ALL, DAY)
    raw = (tmp_path / "public.db").read_bytes()
    spaced = " ".join(PHONE)
    for secret in (PHONE, spaced, "/home/operator", "C:\\work", "javascript:", "云泽/预算"):
        assert secret.encode() not in raw
        assert secret.encode("utf-16-le") not in raw
    assert _rows(tmp_path / "public.db", "SELECT count(*) FROM runs") == [(0,)]
    assert {p for (p,) in _rows(tmp_path / "public.db", "SELECT path FROM documents")} == {"预算.pdf", "2030.pdf", "broken.pdf"}
    assert sorted(_rows(tmp_path / "public.db", "SELECT source_url FROM provenance"), key=str) == [
        ("https://example.invalid/b.pdf",),
        (None,),
    ]
    assert list(leaks(tmp_path / "public.db")) == []


def test_the_working_database_does_not_pass(working):
    assert {leak.what for leak in leaks(working)} >= {"not made by publish"}


def test_a_number_that_got_in_is_found_without_being_told(working, tmp_path):
    publish(working, tmp_path / "public.db", on=DAY)
    with sqlite3.connect(tmp_path / "public.db") as connection:
        connection.execute("UPDATE sections SET text = text || ? WHERE ordinal = 0", [f"电话{PHONE}"])
        connection.execute("INSERT INTO search (text) VALUES (?)", [index_text(f"电话{PHONE}")])
    found = list(leaks(tmp_path / "public.db"))
    assert {(leak.table, leak.column) for leak in found} >= {("sections", "text"), ("search", "text")}
    assert PHONE not in repr(found)


def test_the_same_content_gives_the_same_bytes(working, tmp_path):
    publish(working, tmp_path / "one.db", on=DAY)
    publish(working, tmp_path / "two.db", on=date(2031, 6, 1))
    assert (tmp_path / "one.db").read_bytes() == (tmp_path / "two.db").read_bytes()


def test_what_is_withdrawn_leaves_its_address_date_and_reason(working, tmp_path):
    public = tmp_path / "public.db"
    publish(working, public, on=DAY)
    (fingerprint,) = _rows(public, "SELECT fingerprint FROM findings WHERE rule = 'sum.children' ORDER BY 1 LIMIT 1")[0]
    _replied(working, f"指纹,状态,日期,单位,说明\n{fingerprint},撤回,2031-05-20,,读表有误，电话{PHONE}\n", tmp_path)
    done = publish(working, public, on=date(2031, 5, 21))
    assert done.withdrawn == 1
    assert not _rows(public, f"SELECT 1 FROM findings WHERE fingerprint = '{fingerprint}'")
    ((address, day, reason),) = _rows(public, "SELECT address, withdrawn_on, reason FROM published")
    assert address == "/mz/finding/" + fingerprint.replace(":", "-")
    assert day == "2031-05-21"
    assert "读表有误" in reason
    assert PHONE not in reason
    publish(working, public, on=date(2031, 7, 1))
    assert _rows(public, "SELECT withdrawn_on FROM published") == [("2031-05-21",)]


def test_what_is_public_again_has_no_tombstone(working, tmp_path):
    public = tmp_path / "public.db"
    publish(working, public, Selection.ALL, DAY)
    publish(working, public, Selection.CERTAIN, DAY)
    assert _rows(public, "SELECT count(*) FROM published WHERE reason LIKE '%复核%'") != [(0,)]
    publish(working, public, Selection.ALL, DAY)
    assert _rows(public, "SELECT * FROM published") == []


def test_only_reviewed_ones_where_that_is_asked_for(working, tmp_path):
    publish(working, tmp_path / "none.db", Selection.REVIEWED, DAY)
    assert _rows(tmp_path / "none.db", "SELECT 1 FROM findings") == []
    (fingerprint,) = _rows(working, "SELECT fingerprint FROM findings WHERE rule = 'prose.rate' ORDER BY 1 LIMIT 1")[0]
    _replied(working, f'[[reply]]\nfinding = "{fingerprint}"\nstate = "已说明"\nsaid_on = 2031-05-03\nsaid_by = "云泽县文化和旅游局"\ntext = "四舍五入"\n',
             tmp_path, "replies.toml")  # fmt: skip
    publish(working, tmp_path / "one.db", Selection.REVIEWED, DAY)
    assert _rows(tmp_path / "one.db", "SELECT fingerprint FROM findings") == [(fingerprint,)]
    assert _rows(tmp_path / "one.db", "SELECT state, said_by FROM replies") == [("explained", "云泽县文化和旅游局")]


def test_replies_are_taken_in_once_and_unknown_ones_are_named(working, tmp_path):
    (fingerprint,) = _rows(working, "SELECT fingerprint FROM findings LIMIT 1")[0]
    file = tmp_path / "r.csv"
    file.write_text(
        f"finding,state,said_on\nhttps://x.invalid/mz/finding/{fingerprint.replace(':', '-')},已更正,2031-05-03\n1:none,撤回,2031-05-03\n"
    )
    db = open_store(working)
    assert save_replies(db, read_replies(file)) == (1, ["1:none"])
    assert save_replies(db, read_replies(file)) == (0, ["1:none"])
    close_store(db)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("finding,state,said_on\n1:a,撤消,2031-01-01\n", ":2: no state"),
        ("finding,state,said_on\n1:a,撤回,昨天\n", ":2: '昨天' is no date"),
        ("finding,state\n1:a,撤回\n", "said_on missing"),
        ("finding,state,said_on,weight\n1:a,撤回,2031-01-01,3\n", "unknown weight"),
    ],
)
def test_a_bad_file_of_replies_is_said_in_a_line(content, said, tmp_path):
    file = tmp_path / "r.csv"
    file.write_text(content)
    with pytest.raises(StoreError, match=said):
        read_replies(file)


def test_neither_the_working_database_nor_another_file_is_overwritten(working, tmp_path):
    other = tmp_path / "notes.db"
    other.write_text("mine")
    for target in (working, other):
        before = target.read_bytes()
        with pytest.raises(StoreError):
            publish(working, target, on=DAY)
        assert target.read_bytes() == before
    publish(working, tmp_path / "public.db", on=DAY)
    with pytest.raises(StoreError, match="published database"):
        publish(tmp_path / "public.db", tmp_path / "again.db", on=DAY)
    assert {p.name for p in tmp_path.iterdir()} == {"working.db", "notes.db", "public.db"}


def test_tables_of_plugins_stay_behind(working, tmp_path):
    Database(working)["private_notes"].insert({"text": "notes"})
    publish(working, tmp_path / "public.db", on=DAY)
    assert "private_notes" not in Database(tmp_path / "public.db").table_names()


def test_search_finds_in_the_public_database_what_is_not_masked(working, tmp_path):
    publish(working, tmp_path / "public.db", on=DAY)
    assert _rows(tmp_path / "public.db", "SELECT count(*) FROM search WHERE search MATCH '\"文 物 巡 查\"'")[0][0] > 0


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("联系人：张三丰，电话：0991-1234567", "联系人：张**，电话：0991-1234567"),
        ("联系人 李四 联系电话 0991 1234567", "联系人 李* 联系电话 0991 1234567"),
        ("联系人制度健全。", "联系人制度健全。"),
        ("本单位联系人：见附件。", "本单位联系人：见附件。"),
    ],
)
def test_a_contact_beside_a_number_keeps_the_surname(text, published):
    assert published_text(text) == published
    assert published_text(published) == published


@pytest.mark.parametrize(
    ("url", "kept"),
    [("https://example.invalid/a", True), ("HTTP://example.invalid", True), ("javascript:alert(1)", False), ("file:///etc/passwd", False),
     ("data:text/html,x", False), ("http://", False), ("http://[", False), ("", False), (None, False)],
)  # fmt: skip
def test_only_web_addresses(url, kept):
    assert (web_address(url) is not None) == kept


@pytest.mark.parametrize("path", ["/home/a/预算.pdf", "C:\\work\\预算.pdf", "部门/预算.pdf", "预算.pdf", "archive.zip/in/预算.pdf"])
def test_only_the_name_of_a_file(path):
    assert file_name(path) == "预算.pdf"


def test_the_index_is_masked_as_the_words_it_was_made_from():
    text = index_text("联系电话", PHONE, f"手机{PHONE}。")
    assert " ".join(PHONE) in text
    assert " ".join(PHONE[3:7]) not in published_index(text)
    assert published_index(index_text("三公经费", "49.85")) == index_text("三公经费", "49.85")


def test_the_commands(working, tmp_path):
    public = tmp_path / "public.db"
    run = CliRunner().invoke(main, ["publish", str(working), str(public)])
    assert run.exit_code == 0, run.output
    assert CliRunner().invoke(main, ["publish", "--verify", str(public)]).exit_code == 0
    assert CliRunner().invoke(main, ["publish", "--verify", str(working)]).exit_code == 1
    assert CliRunner().invoke(main, ["publish", str(working)]).exit_code == 2
    assert CliRunner().invoke(main, ["publish", str(tmp_path / "none.db"), str(public)]).exit_code == 2
    (fingerprint,) = _rows(working, "SELECT fingerprint FROM findings LIMIT 1")[0]
    (tmp_path / "r.csv").write_text(f"指纹,状态,日期\n{fingerprint},撤回,2031-05-03\n")
    assert CliRunner().invoke(main, ["reply", str(tmp_path / "r.csv"), "--db", str(working)]).exit_code == 0
    assert CliRunner().invoke(main, ["publish", str(working), str(public)]).exit_code == 0
    assert fingerprint.replace(":", "-") in _rows(public, "SELECT address FROM published")[0][0]
