"""The questions of the gold list on the sample disclosures."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path

import pytest

from mingzhang.core.asking.ask import ask_database


@pytest.fixture(scope="module")
def scoring(repository: Path):
    """The scoring program, which is no part of the package."""
    sys.path.insert(0, str(repository / "benchmarks"))
    try:
        return importlib.import_module("chat_score")
    finally:
        sys.path.remove(str(repository / "benchmarks"))


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


OF_ITS_DAY = {"N-059"}
"""How many rules could not be evaluated, as of the rule set of the day when the list was written."""


@pytest.mark.samples
def test_what_people_ask_is_answered_as_their_list_has_it(samples: Path, scoring, tmp_path: Path):
    gold = samples.parent / "gold" / "questions_people.json"
    if not gold.is_file():
        pytest.skip("no questions of people beside the samples")
    db = tmp_path / "seeds.db"
    scoring.make_database(db, samples, whole=False)
    wrong = []
    for question in json.loads(gold.read_text("utf-8")):
        if question["id"] in OF_ITS_DAY:
            continue
        answer, _ = scoring.answered(question["question"], db)
        ok, why = scoring.right(question, answer)
        if not ok:
            wrong.append(f"{question['id']}: {why}: {answer.answer[:200]}")
        assert all(v.value in answer.answer for v in answer.values), question["id"]
    assert not wrong, "\n".join(wrong)


def test_questions_made_from_a_database_are_answered(made_db: Path, scoring):
    """Of a hundred questions about fictional bodies, whose answers other code computed, none is answered wrong."""
    from made_questions import make_questions

    ends: dict[str, list[str]] = {}
    for made in make_questions(made_db, 100, seed=7):
        question = {"expect": made.expect, "must": made.must, "must_not": made.must_not}
        answer, _ = scoring.answered(made.text, made_db)
        ok, why = scoring.right(question, answer)
        if not ok:
            ends.setdefault(str(answer.status), []).append(f"{made.text}: {why}: {answer.answer[:160]}")
    assert not ends.get("answered"), "\n".join(ends["answered"])
    assert sum(map(len, ends.values())) <= 5, ends
