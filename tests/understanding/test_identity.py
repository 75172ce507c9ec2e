"""Who, when, what: from content, for names of every kind."""

from pathlib import Path

import pytest

from mingzhang import check
from mingzhang.core.model.documents.said import in_english
from mingzhang.core.plugins.manager import default_plugins
from mingzhang.core.understanding.identity import find_division, short_body

BASE = (Path(__file__).parents[1] / "rules" / "bases" / "xinjiang_budget.txt").read_text(encoding="utf-8")
REFERENCES = default_plugins().references


@pytest.mark.parametrize(
    ("printed", "body"),
    [
        ("新疆维吾尔自治区阿克苏地区温宿县虚构事务局", "温宿县虚构事务局"),
        ("四川省乐山市井研县虚构事务局", "井研县虚构事务局"),
        ("上海市徐汇区虚构事务局", "上海市徐汇区虚构事务局"),
        ("四川省成都市武侯区虚构事务局", "成都市武侯区虚构事务局"),
        ("江苏省虚构事务局", "江苏省虚构事务局"),
    ],
)
def test_ancestors_of_a_division_that_is_unique_by_itself_are_dropped(printed: str, body: str) -> None:
    assert short_body(printed, REFERENCES) == body


@pytest.mark.parametrize(
    ("names", "text", "code"),
    [
        (["温宿县虚构事务局"], "", "652922"),
        (["四川省乐山市井研县虚构事务局"], "", "511124"),
        (["普陀区虚构事务局"], "", None),
        (["普陀区虚构事务局"], "上海市普陀区虚构事务局", "310107"),
        (["普陀区虚构事务局"], "浙江省舟山市普陀区", "330903"),
        (["虚构事务局"], "", None),
        (["中共温宿县委员会虚构部"], "", "652922"),
        (["中国人民政治协商会议温宿县委员会"], "", "652922"),
        (["新疆生产建设兵团第三师虚构局"], "", "650000"),
        (["新疆生产建设兵团第三师图木舒克市虚构局"], "", "659003"),
        (["广西梧州市虚构局"], "", "450400"),
        (["温宿虚构公园管理站"], "位于温宿县境内", "652922"),
        (["温宿虚构公园管理站"], "", None),
        (["阿克苏虚构学院"], "阿克苏地区在阿克苏市设立", "652900"),
    ],
)
def test_division(names: list[str], text: str, code: str | None) -> None:
    found = find_division(names, names[0], text, REFERENCES)
    assert (found.code if found else None) == code


@pytest.mark.parametrize(
    ("change", "field", "value"),
    [
        (("2024", "2022"), "fiscal_year", 2022),
        (("单位预算", "部门预算"), "level", "department"),
        (("温宿县虚构事务局", "井研县虚构事务局"), "region", "sichuan"),
        (("温宿县虚构事务局", "兰考县虚构事务局"), "region", "national"),
        (("温宿县虚构事务局", "温宿县虚构事务局（本级）"), "level", "unit"),
        (("温宿县虚构事务局", "温宿县虚构镇人民政府"), "body", "温宿县虚构镇人民政府"),
        (("温宿县虚构事务局", "温宿县虚构乡中心小学"), "body", "温宿县虚构乡中心小学"),
        (("温宿县虚构事务局", "温宿县虚构研究室"), "body", "温宿县虚构研究室"),
        (("温宿县虚构事务局", "温宿县虚构医院"), "body", "温宿县虚构医院"),
        (("温宿县虚构事务局", "温宿县虚构开发区管理委员会"), "division_code", "652922"),
        (("温宿县虚构事务局", "天山区虚构街道办事处"), "body", "天山区虚构街道办事处"),
        (("2024年", "二〇二四年"), "fiscal_year", 2024),
        (("2024年", "二○二四年度"), "fiscal_year", 2024),
        (("2024年单位预算", "24年单位预算"), "fiscal_year", 2024),
        (("2024年", "2024年度"), "fiscal_year", 2024),
    ],
)
def test_identity_follows_the_content(tmp_path: Path, change: tuple[str, str], field: str, value: object) -> None:
    path = tmp_path / "misleading-2019-决算.txt"
    text = BASE.replace(*change)
    if value == "department":
        text = text.replace("单位收", "部门收").replace("单位支", "部门支")
    path.write_text(text, encoding="utf-8")
    disclosure = check(path).documents[0].disclosure
    assert disclosure is not None
    assert getattr(disclosure.identity, field) == value


def test_a_year_beyond_the_pack_is_said(tmp_path: Path) -> None:
    path = tmp_path / "later.txt"
    path.write_text(BASE.replace("2024", "2031"), encoding="utf-8")
    disclosure = check(path).documents[0].disclosure
    assert disclosure is not None
    assert disclosure.remarks == ("该地区规则尚未用 2031 年度的文件验证过",)
    assert in_english(disclosure.remarks[0]) == "pack not verified for 2031"


@pytest.mark.parametrize("text", ["今天天气很好。\n" * 40, "a\tb\n1\t2\n", "会议通知\n\n请各单位于2024年3月1日前报送预算。"])
def test_what_is_no_disclosure_is_not_recognised(tmp_path: Path, text: str) -> None:
    path = tmp_path / "other.txt"
    path.write_text(text, encoding="utf-8")
    assert check(path).documents[0].status == "unrecognised"


@pytest.mark.parametrize(("word", "level"), [("部门", "department"), ("编制单位", "unit")])
def test_tables_alone_speak_by_the_word_before_the_body(tmp_path: Path, word: str, level: str) -> None:
    path = tmp_path / "tables.txt"
    tables = "".join(f"公开表{n}：\n\n{title}\n\n{word}：温宿县虚构事务局\n\n单位：万元\n\n{grid}\n" for n, title, grid in _TABLES)
    path.write_text(tables, encoding="utf-8")
    disclosure = check(path).documents[0].disclosure
    assert disclosure is not None
    assert (disclosure.identity.body, disclosure.identity.level) == ("温宿县虚构事务局", level)


_TABLES = (
    (
        "一",
        "收支预算总表",
        "收入\t\t支出\t\n项目\t预算数\t功能分类\t预算数\n一般公共预算拨款\t30.00\t201 一般公共服务支出\t30.00\n收入总计\t30.00\t支出总计\t30.00",
    ),
    (
        "二",
        "支出预算总表",
        "科目编码\t科目名称\t合计\t基本支出\t项目支出\n201\t一般公共服务支出\t30.00\t20.00\t10.00\n\t合计\t30.00\t20.00\t10.00",
    ),
)


def test_kinds_of_posts_are_not_the_posts(tmp_path: Path) -> None:
    path = tmp_path / "staff.txt"
    path.write_text(BASE.replace("编制数20，实有", "编制数20，其中：行政编制12人、行政附属编制8人，实有"), encoding="utf-8")
    disclosure = check(path).documents[0].disclosure
    assert disclosure is not None
    counted = {h.category: h.figure.value for h in disclosure.headcounts}
    assert (counted["posts"], counted["posts_administrative"]) == (20, 12)
    assert "行政附属编制" in [c.subject_text for c in disclosure.claims], "which is open"


@pytest.mark.parametrize(("code", "kind"), [("2010301", "functional"), ("30201", "economic")])
def test_codes_say_which_classification_they_are_of(tmp_path: Path, code: str, kind: str) -> None:
    path = tmp_path / "tables.txt"
    table = f"财政拨款支出预算表\n\n编制单位：温宿县虚构事务局\n\n单位：万元\n\n科目编码\t科目名称\t金额\n{code}\t某科目\t30.00\n\t合计\t30.00\n"
    path.write_text(f"{BASE}\n{table}", encoding="utf-8")
    disclosure = check(path).documents[0].disclosure
    assert disclosure is not None
    statement = disclosure.statement("fiscal_economic")
    assert statement is not None
    assert [str(r.kind) for r in statement.rows if r.code] == [kind]
