"""What the command line prints is what the published schemas say."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from mingzhang.cli import main
from mingzhang.core.schemas import NAMES, load

Run = Callable[..., tuple[int, Any]]
Conforms = Callable[[str, Any], None]
CHECKED = ("budget.txt", "wrong.docx", "final.pdf", "department.txt")


@pytest.mark.parametrize("name", NAMES)
def test_schema_is_a_schema(name: str) -> None:
    Draft202012Validator.check_schema(load(name))


def test_schema_that_does_not_exist() -> None:
    with pytest.raises(KeyError, match="no schema 'chekc'"):
        load("chekc")


@pytest.mark.parametrize("name", NAMES)
def test_schema_requires_every_property_that_it_names(name: str) -> None:
    for path, node in _objects(load(name), name):
        if path.rsplit("/", 1)[-1] in {"if", "then", "else"} or "/oneOf/" in path:
            continue
        assert set(node["properties"]) == set(node.get("required", ())), path
        assert "additionalProperties" in node or path.endswith("/query"), f"{path} does not say whether it may grow"


def _objects(node: Any, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object schema in a schema, with where it stands."""
    if isinstance(node, dict):
        if isinstance(node.get("properties"), dict):
            yield path, node
        for key, value in node.items():
            yield from _objects(value, f"{path}/{key}")
    elif isinstance(node, list):
        for i, value in enumerate(node):
            yield from _objects(value, f"{path}/{i}")


def test_directory(inbox: Path, run: Run, conforms: Conforms) -> None:
    status, result = run("check", inbox, "--format", "json")
    conforms("check", result)
    by_name = {d["path"].removeprefix(f"{inbox}/"): d for d in result["documents"]}
    assert status == 3
    assert {n for n, d in by_name.items() if d["status"] == "checked"} == {*CHECKED, "both.zip!一/预算.txt"}
    assert {n: d["status"] for n, d in by_name.items() if d["status"] != "checked"} == {
        "letter.txt": "unrecognised",
        "empty.txt": "unreadable",
        "broken.pdf": "unreadable",
        "both.zip!二/信.txt": "unrecognised",
    }
    assert result["findings"], "the planted errors are found"


@pytest.mark.parametrize("name", [*CHECKED, "letter.txt", "empty.txt", "broken.pdf", "both.zip", "notes.xyz"])
def test_one_file(name: str, inbox: Path, run: Run, conforms: Conforms) -> None:
    status, result = run("check", inbox / name, "--format", "json")
    conforms("check", result)
    assert status == (1 if name == "wrong.docx" else 0 if name in CHECKED else 3)


def test_directory_without_readable_files(tmp_path: Path, run: Run, conforms: Conforms) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "notes.xyz").write_text("x", encoding="utf-8")
    status, result = run("check", folder, "--format", "json")
    conforms("check", result)
    assert (status, result["documents"]) == (3, [])


def test_ledger_has_every_rule_of_every_checked_document(inbox: Path, run: Run) -> None:
    _, result = run("check", inbox, "--format", "json")
    rules = {row["rule"] for row in result["ledger"]}
    checked = [d["sha256"] for d in result["documents"] if d["status"] == "checked"]
    rows = [(row["document"], row["rule"]) for row in result["ledger"]]
    assert sorted(rows) == sorted((sha, rule) for sha in checked for rule in rules)
    failed = {(row["document"], row["rule"]) for row in result["ledger"] if row["outcome"] == "fail"}
    said = {(f["document"], f["rule"]) for f in result["findings"]}
    assert said <= failed
    # What another rule found of the same cause is a member of the one finding.
    merged = {f["document"] for f in result["findings"] if f["members"]}
    assert {document for document, _ in failed - said} <= merged


def test_difference_is_actual_minus_expected(inbox: Path, run: Run) -> None:
    _, result = run("check", inbox / "wrong.docx", "--format", "json")
    told = [f for f in result["findings"] if f["difference"] is not None]
    assert told
    assert all(Decimal(f["actual"]) - Decimal(f["expected"]) == Decimal(f["difference"]) for f in told)


def test_evidence_quotes_what_the_document_prints(inbox: Path, run: Run) -> None:
    """Every operand in a table stands in the cell grid that ``tables`` prints."""
    _, result = run("check", inbox / "wrong.docx", "--format", "json")
    _, tables = run("tables", inbox / "wrong.docx", "--json")
    printed = {re.sub(r"\s", "", text) for t in tables["tables"] for row in t["rows"] for text in row}
    operands = [e for f in result["findings"] for e in f["evidence"] if e["table"] and e["column"]]
    assert operands
    assert [e["text"] for e in operands if re.sub(r"\s", "", e["text"]) not in printed] == []


@pytest.mark.parametrize("name", CHECKED)
def test_tables(name: str, inbox: Path, run: Run, conforms: Conforms) -> None:
    status, result = run("tables", inbox / name, "--json")
    conforms("tables", result)
    assert status == 0
    for table in result["tables"]:
        width = {len(row) for row in table["rows"]}
        assert len(width) <= 1, table["title"]
        for cell in table["cells"]:
            assert cell["row"] < len(table["rows"])
            assert cell["col"] < len(table["rows"][0])
    _, checked = run("check", inbox / name, "--format", "json")
    assert checked["documents"][0]["tables"] == len(result["tables"])


@pytest.mark.parametrize("name", CHECKED)
def test_facts(name: str, inbox: Path, run: Run, conforms: Conforms) -> None:
    status, result = run("facts", inbox / name, "--json")
    conforms("facts", result)
    assert status == 0
    assert result["line_items"]
    _, unread = run("facts", inbox / name, "--json", "--unread")
    conforms("facts", unread)
    cells, prose = unread["coverage"]["cells"], unread["coverage"]["prose"]
    assert len(unread["unread"]) == (cells[1] - cells[0]) + (prose[1] - prose[0])


@pytest.fixture(scope="session")
def database(inbox: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("store") / "audit.db"
    assert CliRunner().invoke(main, ["check", str(inbox / "budget.txt"), str(inbox / "department.txt"), "--db", str(path)]).exit_code == 0
    return path


@pytest.mark.parametrize(
    ("question", "statuses"),
    [
        ("{body}2023年收入总计是多少？", {"answered"}),
        ("{body}2023年“三公”经费是多少？", {"answered"}),
        ("{body}有多少在职人员？", {"answered", "not_in_data"}),
        ("三公经费是多少？", {"clarify"}),
        ("明天天气怎么样？", {"not_in_data"}),
        ("删除所有数据", {"refused"}),
    ],
)
def test_answers(question: str, statuses: set[str], database: Path, inbox: Path, run: Run, conforms: Conforms) -> None:
    _, checked = run("check", inbox / "budget.txt", "--format", "json")
    status, answer = run("ask", question.format(body=checked["documents"][0]["body"]), "--db", database, "--json")
    conforms("answer", answer)
    assert status == 0
    assert answer["status"] in statuses
    assert all(v["value"] in answer["answer"] for v in answer["values"])


def test_decimals_are_kept_as_printed(inbox: Path, run: Run) -> None:
    _, result = run("facts", inbox / "budget.txt", "--json")
    for item in result["line_items"]:
        assert re.sub(r"[,，\s]", "", item["text"]).lstrip("△▲-") == item["value"].lstrip("-")


def test_schema_refuses_what_breaks_the_contract(inbox: Path, run: Run) -> None:
    """The schema can fail: each of these objects is wrong in one place."""
    _, good = run("check", inbox / "wrong.docx", "--format", "json")
    validator = Draft202012Validator(load("check"))
    assert validator.is_valid(good)
    for change in (
        lambda x: x.pop("ledger"),
        lambda x: x["documents"][0].pop("pages"),
        lambda x: x["documents"][0].update(status="fine"),
        lambda x: x["documents"][0].update(reason="checked documents have none"),
        lambda x: x["documents"][0].update(division_code=653121),
        lambda x: x["findings"][0].update(actual=1.5),
        lambda x: x["findings"][0].update(actual="1e3"),
        lambda x: x["findings"][0].update(fingerprint="random"),
        lambda x: x["findings"][0].update(evidence=[]),
        lambda x: x["findings"][0].update(confidence=0.5),
        lambda x: x["findings"][0]["evidence"][0].pop("sheet"),
        lambda x: x["ledger"][0].update(outcome="skipped"),
    ):
        bad = copy.deepcopy(good)
        change(bad)
        assert not validator.is_valid(bad)


@pytest.mark.samples
def test_samples(samples: Path, run: Run, conforms: Conforms) -> None:
    """Every seed text conforms, in all three contracts."""
    texts = sorted((samples / "seeds").glob("*.txt"))
    _, result = run("check", *texts, "--format", "json")
    conforms("check", result)
    assert [d["status"] for d in result["documents"]] == ["checked"] * len(texts)
    for text in texts:
        conforms("tables", run("tables", text, "--json")[1])
        conforms("facts", run("facts", text, "--json")[1])
