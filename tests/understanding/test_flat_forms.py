"""Performance forms whose grid was lost: money, objective and indicators in one run of prose."""

from mingzhang import Place, Section
from mingzhang.core.model.disclosures.performance import FundsKind
from mingzhang.core.plugins.manager import default_plugins
from mingzhang.core.understanding.performance.flat_forms import flat_forms
from mingzhang.core.understanding.prose.claims import ClaimReader
from mingzhang.core.understanding.prose.subjects import Subjects

_FORM = (
    "项目支出绩效目标表（2024年）预算单位绿洲县虚构事务局项目名称{name}项目资金（万元）年度资金总额：{money}其中：财政拨款{money}其他资金0.00"
    "项目总体目标本项目计划购置设备3套，预算采购价为{money}万元，保障12名职工，次数不少于2次。\n"
    "一级指标二级指标三级指标指标值（包含数字及文字描述）产出指标数量指标购置设备数量>=3套质量指标验收合格率=100%时效指标采购完成时间2024年6月前"
    "成本指标设备采购支出<={money}万元效益指标社会效益指标服务水平提升程度好满意度指标满意度指标使用人员满意度>=95%"
)
TEXT = "本年度实行绩效管理的项目2个。" + _FORM.format(name="甲设备", money="3.20") + _FORM.format(name="乙系统", money="5.00")
SECTION = Section(("十、绩效",), "performance", TEXT, ((0, Place(page=4)), (TEXT.find("\n") + 1, Place(page=5))))


def test_indicators_with_their_levels_and_project() -> None:
    first, second = flat_forms(SECTION)
    assert [(i.levels, i.comparator, i.target) for i in first.indicators] == [
        (("产出指标", "数量指标", "购置设备数量"), "≥", ">=3套"),
        (("产出指标", "质量指标", "验收合格率"), "=", "=100%"),
        (("产出指标", "时效指标", "采购完成时间"), None, "2024年6月前"),
        (("产出指标", "成本指标", "设备采购支出"), "≤", "<=3.20万元"),
        (("效益指标", "社会效益指标", "服务水平提升程度"), None, "好"),
        (("满意度指标", "满意度指标", "使用人员满意度"), "≥", ">=95%"),
    ]
    assert {i.project for i in first.indicators} == {"甲设备"} and {i.project for i in second.indicators} == {"乙系统"}
    assert {(i.table, i.place.page) for i in first.indicators} == {(None, 5)}


def test_money() -> None:
    first, second = flat_forms(SECTION)
    assert [f.funds.row(FundsKind.TOTAL).amount.text for f in (first, second)] == ["3.20", "5.00"]  # type: ignore[union-attr]


def test_numbers_of_the_objective_are_claims_and_its_limits_stay_unread() -> None:
    plugins = default_plugins()
    reader = ClaimReader(Subjects(plugins.regions["xinjiang"], plugins.references, (), 2024), [])
    claims, owners = reader.read(SECTION, [frame for form in flat_forms(SECTION) for frame in form.frames])
    goals = [(c.subject_text, c.value.text) for c in claims if c.subject == "project_goal" and c.value]
    assert goals[:3] == [("甲设备：本项目计划购置设备", "3套"), ("甲设备：预算采购价", "3.20万元"), ("甲设备：保障职工", "12名")]
    assert [o.token.figure.text for o in owners if not o.held] == ["2次", "2次"]
    assert claims[0].subject == "performance_projects"


def test_prose_without_the_labels_is_no_form() -> None:
    section = Section(("十、绩效",), "performance", "三级指标共12个，满意度>=95%。", ((0, Place()),))
    assert list(flat_forms(section)) == []
