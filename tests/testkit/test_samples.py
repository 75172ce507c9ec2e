"""The shipped samples are what the generator makes, and hold what their list says."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import pdfplumber
import pytest

from mingzhang.core.testkit.__main__ import main
from mingzhang.core.testkit.generator import registered
from mingzhang.core.testkit.suites.samples import LIST, samples, write_samples

SAMPLES = samples(registered())
SHIPPED = Path(__file__).parents[2] / "samples"


def content(path: Path) -> str:
    """Text of a DOCX or PDF, independent of compression."""
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as package:
            return package.read("word/document.xml").decode()
    with pdfplumber.open(path) as pdf:
        return "\f".join(page.extract_text() or "" for page in pdf.pages)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("samples")
    list(write_samples(out, registered()))
    return out


def test_the_list_is_current(made: Path) -> None:
    assert (made / LIST).read_text(encoding="utf-8") == (SHIPPED / LIST).read_text(encoding="utf-8")


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.file)
def test_files_are_current(sample: object, made: Path) -> None:
    file = getattr(sample, "file", "")
    assert content(made / file) == content(SHIPPED / file)


def test_nothing_else_is_shipped() -> None:
    assert {p.name for p in SHIPPED.iterdir()} == {s.file for s in SAMPLES} | {LIST}


def test_planted_values_are_printed() -> None:
    planted = json.loads((SHIPPED / LIST).read_text(encoding="utf-8"))
    assert planted["schema"] == "mingzhang.samples/1"
    assert sum(1 for f in planted["files"] if not f["planted"]) >= 3
    for entry in planted["files"]:
        text = re.sub(r"\s|<[^>]*>", "", content(SHIPPED / entry["file"]))
        assert entry["body"] in text
        assert "虚构样例" in text
        for error in entry["planted"]:
            assert error["determined"]
            if error["values"]["printed"] is not None:
                assert error["values"]["printed"] in text


def test_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["make", "--seed", "3", "--count", "2", "--format", "txt", "--plant", "2", "--out", str(tmp_path)]) == 0
    assert len(list(tmp_path.glob("*.txt"))) == 2
    assert "改为" in capsys.readouterr().out
    assert main(["make", "--region", "hubei", "--out", str(tmp_path)]) == 2
    assert "hubei" in capsys.readouterr().err
