"""Bodies of every kind on covers of every kind: place × organ × year × wording × wrapping, composed at random."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mingzhang.core.model.disclosures.body import body_key
from mingzhang.core.model.documents.document import Cell, Document, Paragraph, Place, Table
from mingzhang.core.plugins.manager import default_plugins
from mingzhang.core.reading.read import read_path
from mingzhang.core.understanding.identity import identify, type_of
from mingzhang.core.understanding.packs.pack import parse_region
from mingzhang.core.understanding.understand import understand

PLUGINS = default_plugins()
PROSE = Path(__file__).parents[1] / "rules" / "bases" / "final_prose.txt"

PLACES = {
    "温宿县": "652922",
    "井研县": "511124",
    "通江县": "511921",
    "兰考县": "410225",
    "峨边县": "511132",
    "恩施州": "422800",
    "大理州": "532900",
}
ORGANS = [
    "水利局", "扶贫办", "政府办", "人民政府办公室", "委编办", "委社会工作部", "委组织部", "发展和改革委员会", "灌区管理所", "种畜场", "国家粮食储备库", "公路养护段",
    "虚构水库管理处", "虚构监狱", "强制隔离戒毒所", "虚构街道办事处", "虚构镇人民政府", "高新区管委会", "第一中学", "特殊教育学校", "疾病预防控制中心", "气象台", "图书馆",
    "融媒体中心", "供销合作社联合社", "科学技术协会", "青年学会", "总工会", "残疾人联合会", "森林消防大队", "水土保持站", "中医院", "妇幼保健院", "人民检察院",
    "文学艺术界联合会", "社会福利院", "国有林场", "自来水公司", "虚构集团有限公司", "机关事务服务中心", "人大常委会办公室",
]  # fmt: skip
COVERS = [
    ["{body}", "{year}年{level}{kind}"],
    ["{body}{year}年{level}{kind}"],
    ["{body}{year}年度{level}{kind}公开说明"],
    ["{year}年{body}{level}{kind}"],
    ["{year}年度", "{body}", "{level}{kind}"],
    ["{body}（差额表）", "{year}年{level}{kind}"],
    ["{body}（汇总）", "{year}年{level}{kind}"],
    ["关于公开{body}{year}年{level}{kind}的通知"],
    ["关于{body}{year}年度{level}{kind}公开的说明"],
    ["2025年{body}{year}年度{level}{kind}"],
    ["{first}", "{second}", "{year}年{level}{kind}"],
    ["{first}", "{second}{year}年{level}{kind}"],
    ["网站首页 > 政务公开 > 财政信息", "发布时间：2024-02-03", "{body}{year}年{level}{kind}"],
    ["附件1：", "{body}{year}年{level}{kind}"],
]
LINES = [
    "第一部分 {level}概况",
    "一、主要职能",
    "贯彻执行国家有关方针政策，承担行业管理的日常工作，组织编制发展规划并监督实施，负责安全生产的监督管理。" * 3,
    "（五）强化内部控制，推进预算绩效管理。",
    "二、机构设置",
    "{body}内设3个科室，分别是：办公室、规划科、财务科。",
    "第二部分 {year}年{level}{kind}情况说明",
    "一、收支{kind}总体情况说明",
    "{year}年收入{kind}1106.00万元，支出{kind}1106.00万元，增加46.00万元，增长4.34%，主要原因是项目增加。" * 2,
    "第三部分 名词解释",
    "1.基本支出：指为保障机构正常运转、完成日常工作任务而发生的人员支出和公用支出。",
]


def _document(lines: list[str]) -> Document:
    return Document("x.txt", "0" * 64, "text", tuple(Paragraph(t, Place(line=i + 1, block=i)) for i, t in enumerate(lines)))


@given(
    st.sampled_from(sorted(PLACES)),
    st.sampled_from(ORGANS),
    st.sampled_from(COVERS),
    st.sampled_from([2021, 2023, 2024]),
    st.sampled_from(["部门", "单位"]),
    st.sampled_from(["预算", "决算"]),
    st.integers(0, 20),
)
@settings(max_examples=300, deadline=None)
def test_covers(place: str, organ: str, cover: list[str], year: int, level: str, kind: str, cut: int) -> None:
    body = place + organ
    at = len(place) + cut % max(1, len(organ) - 1)
    words = {"body": body, "year": year, "level": level, "kind": kind, "first": body[: max(4, at)], "second": body[max(4, at) :]}
    who = identify(_document([line.format(**words) for line in [*cover, *LINES]]), PLUGINS.regions, PLUGINS.references)
    assert who is not None
    said = (who.body, who.division_code, who.fiscal_year, str(who.kind), str(who.level), who.other_body)
    wanted_kind, wanted_level = {"预算": "budget", "决算": "final"}[kind], {"部门": "department", "单位": "unit"}[level]
    assert said == (body, PLACES[place], year, wanted_kind, wanted_level, None)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("中共江苏省委办公厅", "中国共产党江苏省委员会办公厅"),
        ("江苏省政协办公厅", "中国人民政治协商会议江苏省委员会办公厅"),
        ("江苏省人大常委会办公厅", "江苏省人民代表大会常务委员会办公厅"),
        ("通江县政府办", "通江县人民政府办公室"),
        ("政协通江县委员会", "通江县政协"),
        ("通江县委编办", "中共通江县委机构编制委员会办公室"),
        ("通江县发展和改革委", "通江县发展和改革委员会"),
        ("通江县法院", "通江县人民法院"),
        ("共青团通江县委", "中国共产主义青年团通江县委员会"),
    ],
)
def test_prints_of_one_name(one: str, other: str) -> None:
    assert body_key(one) == body_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("通江县水利局", "通江县水利局（本级）"),
        ("通江县委办公室", "通江县政府办公室"),
        ("通江县委", "通江县委办公室"),
        ("通江县人民政府", "通江县人民政府办公室"),
        ("通江县政协", "通江县委"),
        ("通江县第一中学", "通江县第二中学"),
    ],
)
def test_other_bodies_have_other_keys(one: str, other: str) -> None:
    assert body_key(one) != body_key(other)


def test_another_body_in_the_tables_is_a_remark() -> None:
    lines = ["温宿县水利局", "2024年部门预算", *LINES, *["编制单位：温宿县民政局", "编制单位：温宿县民政局"]]
    words = {"body": "温宿县水利局", "year": 2024, "level": "部门", "kind": "预算"}
    who = identify(_document([line.format(**words) for line in lines]), PLUGINS.regions, PLUGINS.references)
    assert who is not None
    assert {who.body, who.other_body} == {"温宿县水利局", "温宿县民政局"}


REPORT = "受市人民政府委托，现将预算执行情况和预算草案提请大会审议，请予审议。"


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        (["关于青山市2024年预算执行情况和2025年预算草案的报告", "各位代表："], "government_report"),
        (["关于青山市2024年财政预算执行情况", "与2025年财政预算草案的报告", "青山市财政局"], "government_report"),
        (["青山县2024年全县和县本级预算执行情况与2025年全县和县本级预算（草案）的报告（摘要）"], "government_report"),
        (["青山县2024年预算执行情况和2025年预算安排说明"], "government_report"),
        (["2023年全市及市本级决算草案的说明"], "final"),
        (["关于青山市2023年财政决算草案的报告"], "final"),
        (["青山县2023年县级决算公开"], "final"),
        (["关于青山市2024年市级预算调整方案（草案）的报告"], "adjustment"),
        (["青山县2024年地方政府债务限额余额情况表"], "debt"),
        (["青山县2024年上半年财政预算执行情况的报告"], "execution"),
        (["青山县2024年政府预算公开"], "budget"),
        (
            ["青山县人大", "会议文件", "部门预算草案", "关于2024年青山县和县级", "预算执行情况与2025年青山县和县级", "预算草案的报告"],
            "government_report",
        ),
        (["2023年度青山市财政决算收支情况", "一、全市财政决算收支情况"], "final"),
        (["关于2024年青山省省级一般公共预算收入预算的说明"], "budget"),
        (["青山县2024年县本级财政预算报表"], "budget"),
    ],
)
def test_documents_of_a_whole_government(lines: list[str], wanted: str) -> None:
    document = _document([*lines, REPORT])
    nature = type_of(document)
    assert (str(nature.type), nature.government) == (wanted, True)
    assert identify(document, PLUGINS.regions, PLUGINS.references) is None


def _tables(titles: list[str], maker: str | None = None) -> Document:
    cells = tuple(Cell(t, 0, c, Place()) for c, t in enumerate(["项目", "金额"]))
    tables = tuple(Table(cells, 1, 2, Place(sheet=f"Sheet{n}"), title=t, maker=maker) for n, t in enumerate(titles))
    return Document("x.xlsx", "0" * 64, "xlsx", tables)


@pytest.mark.parametrize(
    ("titles", "wanted"),
    [
        (["2024年青山市一般公共预算收入预算表", "2024年青山市一般公共预算支出预算表", "2024年市本级政府性基金支出预算表"], "budget"),
        (["2024年青山市一般公共预算收支执行情况表", "2024年市本级政府性基金预算支出执行情况表"], "execution"),
        (["2024年青山市政府债务限额和余额情况表", "2024年政府债券使用情况表"], "debt"),
        (["2023年全市一般公共预算收入决算表", "2023年市本级政府性基金收入决算表"], "final"),
    ],
)
def test_tables_of_a_whole_government(titles: list[str], wanted: str) -> None:
    nature = type_of(_tables(titles))
    assert (str(nature.type), nature.government) == (wanted, True)


def test_tables_of_a_department() -> None:
    titles = ["收支总表", "一般公共预算支出表", "政府性基金预算财政拨款收入支出决算表", "县对下转移支付预算表", "县对下转移支付绩效目标表"]
    assert not type_of(_tables(titles, "青山县水利局")).government
    assert not type_of(_tables([f"青山县水利局2024年{t}" for t in titles])).government


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        (["XX局2024年部门预算（模板）", "一、主要职能"], "template"),
        (["××单位2024年度部门决算", "一、主要职能"], "template"),
        (["关于编制2025年部门预算的通知", "各部门："], "notice"),
        (["关于批复2024年部门预算的函", "青山县水利局："], "notice"),
    ],
)
def test_other_documents(lines: list[str], wanted: str) -> None:
    document = _document(lines)
    assert str(type_of(document).type) == wanted
    assert identify(document, PLUGINS.regions, PLUGINS.references) is None


@pytest.mark.parametrize(
    "title",
    [
        "青山县财政局2024年部门预算",
        "青山县政府办2024年部门预算",
        "青山县人民政府办公室2023年度部门决算公开",
        "关于公开青山县水利局2024年部门预算的通知",
        "青山县审计局2024年单位预算编制说明",
        "2024年青山市人大常委会办公室部门预算",
    ],
)
def test_departments_whose_titles_sound_alike(title: str) -> None:
    nature = type_of(_document([title, "负责向县人民代表大会报告预算执行情况和预算草案。", "三、负责政府债务限额管理工作。"]))
    assert not nature.government
    assert str(nature.type) in ("budget", "final")


def test_a_pack_of_its_own_leaves_the_other_tables_to_the_nation(tmp_path: Path) -> None:
    """A region that extends nothing knows one table; the others are read with the national pack."""
    own = parse_region(
        'id = "own"\nname = "自有"\nversion = "1"\ndivisions = ["6529"]\n[headers]\n"项目" = "@label"\n"金额" = "total"\n'
        '[[statements]]\nid = "own_table"\nname = "自有表"\ntitles = ["自有特色表"]\nlayout = "two_sided"\n',
        "own.toml",
        {},
    )
    text = "2024年温宿县水利局部门预算\n\n自有特色表\n单位：万元\n项目\t金额\n合计\t3.00\n\n部门支出总表\n单位：万元\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n213\t农林水支出\t3.00\t2.00\t1.00\n\t合计\t3.00\t2.00\t1.00\n\n部门收入总表\n单位：万元\n科目编码\t科目名称\t合计\n213\t农林水支出\t3.00\n\t合计\t3.00\n"
    path = tmp_path / "own.txt"
    path.write_text(text, encoding="utf-8")
    found = understand(read_path(path, PLUGINS), {**PLUGINS.regions, "own": own}, PLUGINS.layouts, PLUGINS.references, "own")
    assert found is not None
    assert [(s.id, len(s.items)) for s in found.statements] == [("own_table", 1), ("expenditure", 6), ("income", 2)]
    assert found.names["basic"] == "基本支出"
