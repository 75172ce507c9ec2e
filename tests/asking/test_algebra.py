"""The query algebra: closed, validated, the same as JSON and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from mingzhang.core import schemas
from mingzhang.core.asking.algebra.query import Condition, Form, Measure, Operation, Query, QueryError, Scope, query_from_json, query_json

IDS = st.sampled_from(
    [
        "target:three_public",
        "target:basic",
        "headcount:active",
        "functional:2101501",
        "economic:30201",
        "project:某项目",
        "indicator:某指标",
    ]
)
MEASURES = st.builds(
    Measure,
    IDS,
    st.lists(IDS, max_size=2).map(tuple),
    st.sampled_from([None, "basic", "project"]),
    st.sampled_from(list(Form)),
    st.none() | IDS,
)
CONDITIONS = st.builds(Condition, MEASURES, st.sampled_from(["gt", "lt", "eq"]), st.just("1.5"), st.just("万元"))
ISSUERS = st.lists(st.tuples(st.sampled_from(["", "659901"]), st.sampled_from(["云泽县民政局", "青岚市水利局"])), max_size=2).map(tuple)
SCOPES = st.builds(
    Scope, ISSUERS, st.booleans(), ISSUERS, st.lists(st.integers(1990, 2100), max_size=2).map(tuple), st.lists(st.integers(-2, 1), max_size=1).map(tuple),
    st.sampled_from([None, "budget", "final"]), st.sampled_from([None, "unit"]), st.none() | CONDITIONS,
)  # fmt: skip
QUERIES = st.builds(
    Query, st.sampled_from(list(Operation)), SCOPES, st.lists(MEASURES, max_size=2).map(tuple), st.sampled_from(["high", "low"]), st.none() | st.integers(1, 9),
    st.none() | CONDITIONS, st.sampled_from([None, "up"]), st.none() | st.integers(2000, 2030), st.just((("3", "万元"),)), st.none(), st.none(), st.none(), st.booleans(),
)  # fmt: skip


@given(QUERIES)
def test_a_query_is_the_same_after_json_and_fits_its_schema(query):
    shown = query_json(query)
    Draft202012Validator(schemas.load("query")).validate(shown)
    assert query_from_json(shown) == query


def test_the_schema_knows_every_operation_and_form():
    schema = schemas.load("query")
    assert schema["properties"]["intent"]["enum"] == [str(o) for o in Operation]
    assert schema["$defs"]["measure"]["properties"]["form"]["enum"] == [str(f) for f in Form]


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"intent": "delete"},
        {"intent": "value", "sql": "drop table documents"},
        {"intent": "value", "scope": {"kind": "draft"}},
        {"intent": "value", "scope": {"years": [1]}},
        {"intent": "value", "scope": {"issuers": ["x"]}},
        {"intent": "value", "measures": [{"id": "target:nothing"}]},
        {"intent": "value", "measures": [{"id": "functional:1; drop table"}]},
        {"intent": "value", "measures": [{"id": "target:basic", "form": "square"}]},
        {"intent": "value", "measures": ["target:basic"]},
        {"intent": "filter", "condition": {"measure": {"id": "target:basic"}, "comparator": "gt"}},
        {"intent": "rank", "end": "middle"},
    ],
)
def test_what_the_algebra_does_not_have_is_rejected_in_one_line(given):
    with pytest.raises(QueryError) as error:
        query_from_json(given)
    assert "\n" not in str(error.value)
