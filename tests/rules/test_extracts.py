"""Files that end before their list of contents does: nothing that they do not hold is said to be missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from mingzhang import Finding, check

TEXT = (Path(__file__).parent / "bases" / "xinjiang_budget.txt").read_text("utf-8")
GLOSSARY = TEXT.rindex("第四部分 名词解释")
REST = TEXT.rindex("十、关于温宿县虚构事务局2024年财政拨款“三公”经费")


def found(text: str, folder: Path) -> list[Finding]:
    path = folder / "a.txt"
    path.write_text(text, "utf-8")
    (result,) = check(path, select=["contents.sections"]).documents
    return list(result.findings)


def test_a_whole_file_without_its_glossary_lacks_it(tmp_path: Path) -> None:
    (finding,) = found(TEXT[:GLOSSARY], tmp_path)
    assert "名词解释" in finding.message


@pytest.mark.parametrize("end", [REST, REST - 200])
def test_an_extract_lacks_nothing(end: int, tmp_path: Path) -> None:
    assert found(TEXT[:end], tmp_path) == []
