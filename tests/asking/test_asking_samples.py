"""The questions of the gold list on the sample disclosures."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest

from mingzhang.core.asking.ask import ask_database


@pytest.fixture(scope="module")
def scoring(repository: Path):
    """The scoring program, which is no part of the package."""
    spec = importlib.util.spec_from_file_location("chat_score", repository / "benchmarks" / "chat_score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def sample_db(samples: Path, scoring, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("chat") / "samples.db"
    scoring.make_database(path, samples)
    return path


@pytest.mark.samples
def test_the_numbers_of_the_gold_answers_are_in_the_answers(samples: Path, scoring, sample_db: Path):
    gold = samples.parent / "gold" / "questions.json"
    if not gold.is_file():
        pytest.skip("no gold questions beside the samples")
    wrong = []
    for question in json.loads(gold.read_text("utf-8")):
        answer = ask_database(question["question"], sample_db)
        ok, why = scoring.right(question, answer)
        if not ok:
            wrong.append(f"{question['id']}: {why}: {answer.answer[:200]}")
        assert all(v.value in answer.answer for v in answer.values), question["id"]
    assert not wrong, "\n".join(wrong)
