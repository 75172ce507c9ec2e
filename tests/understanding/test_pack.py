"""Region files: their schema, and errors that name file, line, key and the nearest valid name."""

from __future__ import annotations

import copy
import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import mingzhang
from mingzhang import Identity, Kind, Level, PackError, Region, load_regions
from mingzhang.core.schemas import INPUTS, load

SHIPPED = Path(mingzhang.__file__).parent / "plugins" / "regions"
EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*/*/*.toml"))
FILES = [*(SHIPPED / name / f"{name}.toml" for name in ("national", "xinjiang", "sichuan")), *EXAMPLES]

HEAD = """id = "somewhere"
name = "某地"
version = "1"
extends = "national"
"""


def region_of(text: str, directory: Path, **options: Any) -> Region:
    file = directory / "somewhere.toml"
    file.write_text(HEAD + text, encoding="utf-8")
    return load_regions([file], **options)[0]


@pytest.mark.parametrize("name", INPUTS)
def test_schema_is_a_schema(name: str) -> None:
    Draft202012Validator.check_schema(load(name))


def test_there_is_an_example() -> None:
    assert EXAMPLES


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.name)
def test_files_conform(file: Path) -> None:
    errors = Draft202012Validator(load("region")).iter_errors(tomllib.loads(file.read_text(encoding="utf-8")))
    assert [f"{'/'.join(map(str, e.absolute_path))}: {e.message}" for e in errors] == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("statements", 0, "titel"), ["收支总表"]),
        (("statements", 0, "headers"), {"合计": "Total"}),
        (("subjects", 0, "where"), ["income:total"]),
        (("verified", "budget"), ["2024"]),
        (("requirements", 0, "level"), "部门"),
        (("requirements", 0, "divisions"), ["江苏"]),
        (("level",), "部门"),
        (("divisions",), ["上海"]),
    ],
)
def test_schema_refuses(path: tuple[Any, ...], value: object) -> None:
    raw = {
        "id": "x", "name": "某地", "version": "1", "verified": {}, "divisions": [],
        "statements": [{"id": "income"}], "subjects": [{"id": "income_total"}],
        "requirements": [{"kind": "budget", "statements": ["income"]}],
    }  # fmt: skip
    validator = Draft202012Validator(load("region"))
    assert validator.is_valid(raw)
    wrong: Any = copy.deepcopy(raw)
    node = wrong
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] = value
    assert not validator.is_valid(wrong)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('[headerz]\n"合计" = "total"', 5, ["unknown key 'headerz'", "did you mean 'headers'"]),
        ('[headers]\n"合计数" = "tota"', 6, ["headers, 合计数", "unknown measure", "'tota'", "did you mean 'total'"]),
        ('[headers]\n"科目号" = "@cod"', 6, ["unknown role '@cod'", "did you mean '@code'"]),
        ('[[statements]]\nid = "income"\nlayout = "codedd"', 7, ["statement income, layout", "'codedd'", "did you mean 'coded'"]),
        ('[[statements]]\nid = "income"\ntitle = ["收入表"]', 7, ["key of a statement 'title'", "did you mean 'titles'"]),
        ('[[statements]]\nid = "extra"\nlayout = "coded"', 6, ["'extra' needs the key 'name'"]),
        ('[[statements]]\nid = "income"\n[statements.parts]\ntotal = [["general", "fnud"]]', 8, ["parts", "'fnud'", "did you mean 'fund'"]),
        ('[[statements]]\nid = "income"\n[statements.headers]\n"合计数" = "totall"', 8, ["statement income, headers", "did you mean 'total'"]),
        ('[[statements]]\nid = "income"\nclassification = "functonal"', 7, ["did you mean 'functional'"]),
        ('[[statements]]\nid = "income"\nitems_of = "three_publik"', 7, ["items_of", "did you mean 'three_public'"]),
        ('[[subjects]]\nid = "income_total"\nwhere = ["incom:total:total"]', 7, ["unknown statement 'incom'", "did you mean 'income'"]),
        ('[[subjects]]\nid = "income_total"\nwhere = ["income:total:tota"]', 7, ["unknown measure 'tota'", "did you mean 'total'"]),
        ('[[subjects]]\nid = "income_total"\nwhere = ["income:totl:total"]', 7, ["statement:total:measure"]),
        ('[[subjects]]\nid = "income_total"\nwhere = ["three_public:item:abrod:total"]', 7, ["unknown item 'abrod'", "did you mean 'abroad'"]),
        ('[[subjects]]\nid = "income_total"\nwhere = ["income:total"]', 7, ["a place is written"]),
        ('[[subjects]]\nid = "basic_expenditure"\nsections = ["expenditur"]\nwords = ["基本"]', 7, ["did you mean 'expenditure'"]),
        ('[[subjects]]\nid = "brand_new"\nname = "新事项"', 6, ["'brand_new' needs the key 'words'"]),
        ('[[subjects]]\nid = "income_total"\nparts = ["business_incom", "fiscal_income"]', 7, ["parts", "did you mean 'business_income'"]),
        ('[[sections]]\nid = "staff"\npart = "overvew"', 7, ["unknown part 'overvew'", "did you mean 'overview'"]),
        ('[[sections]]\nid = "staff"\nheading = "(机构"', 7, ["no regular expression"]),
        ('[[sections]]\nid = "staff"\nitems = ["general_expenditur:total"]', 7, ["did you mean 'general_expenditure'"]),
        ('[[sections]]\nid = "staff"\nothers = "project_prt"', 7, ["did you mean 'project_part'"]),
        ('[[sections]]\nid = "staff"\ntotal = "operating_cost"', 7, ["staff, total", "did you mean 'operating_costs'"]),
        ('[[subjects]]\nid = "vehicles_kept"\nunder = { vehicles_bougt = "vehicles_kept" }', 7, ["under", "did you mean 'vehicles_bought'"]),
        ('[[requirements]]\nkind = "budjet"\nstatements = ["income"]', 6, ["unknown kind 'budjet'", "did you mean 'budget'"]),
        ('[[requirements]]\nkind = "budget"\nstatements = ["incom"]', 7, ["requirements", "did you mean 'income'"]),
        ('[headcount]\n"编制人数" = "postz"', 6, ["unknown category of people 'postz'", "did you mean 'posts'"]),
        ('level = "departmnt"', 5, ["level", "did you mean 'department'"]),
        ('[[requirements]]\nkind = "budget"\nstatements = ["income"]\ndivision = ["32"]', 8, ["division", "did you mean 'divisions'"]),
        ('[headcount_parts]\npresent = ["active", "retird"]', 6, ["headcount_parts, present", "did you mean 'retired'"]),
        ('divisions = "41"', 5, ["divisions", 'must be a list, not "41"', 'write ["41"]']),
        ("divisions = [44]", 5, ["divisions", "must be a text, not 44", 'write "44"']),
        ('divisions = ["上海"]', 5, ["divisions", '"上海" does not fit', "GB/T 2260"]),
        ("[verified]\nbudget = [1999]", 6, ["verified, budget", "1999 is out of range"]),
        ('[[sections]]\nid = "staff"\npart = 3', 7, ["section staff, part", "overview", "not 3"]),
        ('[[subjects]]\nid = "income_total"\nwords = "收入"', 7, ["subject income_total, words", 'write ["收入"]']),
        ('[[requirements]]\nkind = "budget"\nstatements = []', 7, ["requirement 1, statements", "at least 1"]),
        ('[[statements]]\nid = "income"\nheaders = ["合计"]', 7, ["statement income, headers", "must be a table"]),
        ('[headers]\n"合计" = ["total"]', 6, ["headers, 合计", "must be a text"]),
        ('[[statements]]\nid = "income"\n[[statements]]\nid = "income"', 8, ["statement income", "stands twice", "line 5"]),
        ('[[sections]]\nid = "staff"\n[[sections]]\nid = "staff"', 8, ["section staff", "stands twice"]),
        ('[[statements]]\nid = "income"\ntitles = ["甲表"]\n[[statements]]\nid = "expenditure"\ntitles = ["2024年部门甲表（功能）"]', 10,
         ["statement expenditure, titles", "“2024年部门甲表（功能）” is one of 'income' already", "leave it out of one"]),
        ('[[statements]]\nid = "income"\ntitles = ["甲表", "甲表"]', 7, ["statement income, titles", 'holds "甲表" twice']),
        ('[headers]\n"合计" = "total"\n"合 计" = "general"', 7, ["headers", "“合 计” and “合计” are one word", "leave one out"]),
        ('[[statements]]\nid = "income"\n[statements.items]\n"甲(一)" = "total"\n"甲（一）" = "general"', 9,
         ["statement income, items", "are one word"]),
        ('[severities]\n"prose.rate" = "warnin"', 6, ["did you mean 'warning'"]),
    ],
)  # fmt: skip
def test_errors_name_file_line_key_and_the_nearest_name(text: str, line: int, words: list[str], tmp_path: Path) -> None:
    with pytest.raises(PackError) as caught:
        region_of(text, tmp_path)
    message = str(caught.value)
    assert message.startswith(f"somewhere.toml, line {line}"), message
    assert "\n" not in message
    for word in words:
        assert word in message


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (HEAD.encode("gb18030"), ["line 2", "is not UTF-8", "looks like GBK", "save the file as UTF-8"]),
        (HEAD.encode("utf-8-sig"), ["line 1", "byte order mark", "save the file as UTF-8 without BOM"]),
        (HEAD.encode("utf-16"), ["line 1", "looks like UTF-16"]),
    ],
)
def test_another_encoding_is_named(data: bytes, words: list[str], tmp_path: Path) -> None:
    file = tmp_path / "somewhere.toml"
    file.write_bytes(data)
    with pytest.raises(PackError) as caught:
        load_regions([file])
    message = str(caught.value)
    assert message.startswith("somewhere.toml, ")
    assert "\n" not in message
    for word in words:
        assert word in message


def test_one_title_in_two_files_is_no_slip(tmp_path: Path) -> None:
    """A region may give a title of the one that it extends to another statement."""
    region = region_of('[[statements]]\nid = "expenditure"\ntitles = ["收入总表"]', tmp_path)
    found = region.template("收入总表")
    assert found is not None
    assert found.id == "expenditure"


def test_unknown_region_to_extend(tmp_path: Path) -> None:
    file = tmp_path / "x.toml"
    file.write_text(HEAD.replace('"national"', '"nationl"'), encoding="utf-8")
    with pytest.raises(PackError, match=r"x.toml, line 4, extends: .*did you mean 'national'"):
        load_regions([file])


def test_broken_toml_names_its_line(tmp_path: Path) -> None:
    with pytest.raises(PackError, match=r"somewhere.toml: not valid TOML: .*line 5"):
        region_of('[headers\n"合计" = "total"', tmp_path)


def test_a_new_measure_is_declared_by_its_term(tmp_path: Path) -> None:
    region = region_of('[headers]\n"境外赠款" = "grants"\n[names]\ngrants = "境外赠款收入"', tmp_path)
    assert region.headers["境外赠款"] == "grants"


def test_a_layout_of_the_plugin_itself(tmp_path: Path) -> None:
    text = '[[statements]]\nid = "income"\nlayout = "spiral"'
    with pytest.raises(PackError, match="unknown layout 'spiral'"):
        region_of(text, tmp_path)
    assert region_of(text, tmp_path, layouts=["spiral"]).statements[0].layout == "spiral"


def test_an_entry_of_a_known_id_adds_to_it(tmp_path: Path) -> None:
    national = load_regions([SHIPPED / "national" / "national.toml"], bases=())[0]
    region = region_of('[[subjects]]\nid = "abroad"\nwords = ["出国费"]\n[[sections]]\nid = "staff"\nheading = "机构设置"', tmp_path)
    before = next(s for s in national.subjects if s.id == "abroad")
    after = next(s for s in region.subjects if s.id == "abroad")
    assert (after.words, after.where, after.name) == (("出国费", *before.words), before.where, before.name)
    staff = next(s for s in region.sections if s.id == "staff")
    assert staff.pattern == next(s.pattern for s in national.sections if s.id == "staff")
    assert staff.heading is not None
    # Other entries of the same id, for other sections, stay.
    assert len(region.subjects) == len(national.subjects)


def test_a_file_may_refine_a_region_of_somebody_else(tmp_path: Path) -> None:
    province = region_of('[headers]\n"某地拨款" = "general"', tmp_path)
    file = tmp_path / "prefecture.toml"
    file.write_text(HEAD.replace("somewhere", "prefecture").replace('"national"', '"somewhere"'), encoding="utf-8")
    assert load_regions([file], bases=[province])[0].headers["某地拨款"] == "general"


def test_a_list_that_is_not_firm_requires_nothing(tmp_path: Path) -> None:
    who = Identity("某局", "330100", None, "somewhere", 2024, Kind.BUDGET, Level.UNIT)
    entry = '[[requirements]]\nkind = "budget"\nstatements = ["income"]\n'
    assert region_of(entry, tmp_path).required(who) == ("income",)
    loose = region_of(entry + "firm = false", tmp_path)
    assert loose.required(who) == ()
    found = loose.requirement(who)
    assert found is not None
    assert found.statements == ("income",)


def test_a_list_of_tables_may_be_of_some_divisions_only(tmp_path: Path) -> None:
    region = region_of(
        'divisions = ["32"]\n[[requirements]]\nkind = "budget"\nfirst_year = 2018\nlast_year = 2018\ndivisions = ["3200"]\nstatements = ["income"]',
        tmp_path,
    )
    province = Identity("江苏省虚构厅", "320000", "江苏省", "somewhere", 2018, Kind.BUDGET, Level.DEPARTMENT)
    city = Identity("南京市虚构局", "320100", "南京市", "somewhere", 2018, Kind.BUDGET, Level.DEPARTMENT)
    assert region.required(province) == ("income",)
    assert region.required(city) == ()


def test_level_of_documents_that_do_not_say(tmp_path: Path) -> None:
    assert region_of("", tmp_path).level is None
    assert region_of('level = "department"', tmp_path).level is Level.DEPARTMENT


def test_the_packs_that_ship_are_of_the_right_shape() -> None:
    """They are loaded without this check, which would cost every start a tenth of a second."""
    names = ("national", "xinjiang", "sichuan")
    assert {f.name for f in SHIPPED.iterdir() if (f / f"{f.name}.toml").exists()} == set(names)
    assert [r.id for r in load_regions((SHIPPED / name / f"{name}.toml" for name in names), bases=())] == list(names)
