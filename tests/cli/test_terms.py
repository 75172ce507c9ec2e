"""``mingzhang terms``: every name that a region file may use, with its meaning."""

from __future__ import annotations

import json
from typing import Any

from click.testing import CliRunner

from mingzhang.cli import main
from mingzhang.core.plugins.manager import default_plugins


def terms(*arguments: str) -> dict[str, Any]:
    result = CliRunner().invoke(main, ["terms", *arguments, "--json"])
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_every_kind_is_there_with_its_meaning() -> None:
    found = terms()
    assert (found["schema"], found["region"]) == ("mingzhang.terms/1", "national")
    by_id = {(t["kind"], t["id"]): t for t in found["terms"]}
    assert by_id["measures", "basic"]["name"] == "基本支出"
    assert "总计" in by_id["measures", "total"]["words"]
    assert "科目编码" in by_id["roles", "@code"]["words"]
    assert "公务接待费" in by_id["items", "reception"]["words"]
    assert by_id["statements", "income"]["note"] == "coded"
    assert by_id["sections", "staff"]["name"]
    assert by_id["subjects", "income_total"]["words"]
    assert all(t["name"] for t in found["terms"])


def test_nothing_that_the_pack_uses_is_missing() -> None:
    region = default_plugins().regions["national"]
    found = {(t["kind"], t["id"]) for t in terms()["terms"]}
    measures = {m for t in (region.headers, *(s.headers for s in region.statements)) for m in t.values() if not m.startswith("@")}
    assert {("measures", m) for m in measures} <= found
    assert {("layouts", name) for name in default_plugins().layouts} <= found
    assert {("statements", s.id) for s in region.statements} <= found


def test_one_kind_for_people() -> None:
    result = CliRunner().invoke(main, ["terms", "layouts"])
    assert result.exit_code == 0
    assert "two_sided" in result.output
    assert "reception" not in result.output


def test_an_unknown_region_is_named() -> None:
    result = CliRunner().invoke(main, ["terms", "--region", "atlantis"])
    assert result.exit_code == 2
    assert "atlantis" in result.output
