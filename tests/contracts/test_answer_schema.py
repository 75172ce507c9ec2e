"""The answer contract, against answers made by hand."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from mingzhang.core.schemas import load

ANSWER: dict[str, Any] = {
    "schema": "mingzhang.answer/1",
    "status": "answered",
    "answer": "云泽县文化和旅游局2024年“三公”经费预算为2.10万元。",
    "values": [
        {
            "value": "2.10",
            "unit": "万元",
            "body": "云泽县文化和旅游局",
            "fiscal_year": 2024,
            "kind": "budget",
            "measure": "三公经费合计",
            "derived_from": [],
        }
    ],
    "citations": [
        {
            "document": "a" * 64,
            "page": 9,
            "table": "表九",
            "section": None,
            "row": "合计",
            "column": "合计",
            "text": "2.10",
            "source_url": None,
        }
    ],
    "findings": ["1:" + "0" * 24],
    "query": {"intent": "three_public"},
    "sql": "select 1",
    "params": {},
    "chart": None,
    "suggestions": [],
}


def _valid(answer: dict[str, Any]) -> bool:
    return Draft202012Validator(load("answer")).is_valid(answer)


def test_answer_conforms() -> None:
    assert _valid(ANSWER)


def test_answer_without_data_conforms() -> None:
    empty = {"values": [], "citations": [], "findings": [], "sql": None, "answer": "无此数据。", "status": "not_in_data"}
    assert _valid(ANSWER | empty)


@pytest.mark.parametrize(
    ("part", "key", "value"),
    [
        ("values", "value", 2.1),
        ("values", "value", "2,100.00"),
        ("values", "kind", "预算"),
        ("citations", "document", "kashi.pdf"),
        ("citations", "page", 0),
    ],
)
def test_schema_refuses_a_wrong_part(part: str, key: str, value: object) -> None:
    wrong = copy.deepcopy(ANSWER)
    wrong[part][0][key] = value
    assert not _valid(wrong)


def test_names_may_stand_among_values_without_a_unit() -> None:
    named = copy.deepcopy(ANSWER)
    named["values"][0] |= {"value": "是", "unit": None}
    assert _valid(named)


@pytest.mark.parametrize("key", sorted(ANSWER))
def test_nothing_may_be_missing(key: str) -> None:
    assert not _valid({k: v for k, v in ANSWER.items() if k != key})
