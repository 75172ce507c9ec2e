"""What is not answered at all: changing data, personal data, setting the rules aside, judging guilt."""

from __future__ import annotations

import re

_CHANGE_DATA = re.compile(
    r"(?:帮我|请|把|将|给我).{0,30}?(?:改成|改为|修改|删除|删掉|删了|清空|抹掉|更新为|覆盖|置为|设为|调成|调整为|写入|改一下|改了)|"
    r"(?:修改|删除|清空|写入|篡改|伪造).{0,12}(?:数据|数据库|记录|疑点|表|金额)|更新.{0,6}(?:数据库|记录)(?!到)|"
    r"\b(?:drop|delete|insert|update|alter|truncate|attach|pragma|vacuum|union)\b|;\s*--",
    re.IGNORECASE,
)
_REVEAL = re.compile(
    r"手机号|身份证号|身份证是|谁的身份证|银行卡|银行账号|账号号码|家庭住址|住址|电话号码|联系电话|电话是多少|的电话|电话给|微信号?|掩码|脱敏|打码|星号.{0,4}(?:是|后)|被隐藏|完整号码|"
    r"(?:局长|主任|书记|领导|负责人|经办人|联系人|财务|会计|院长|校长|镇长|县长)[^，。？]{0,4}(?:叫啥|叫什么|姓什么|姓啥|是谁|名字|住哪|家住)|家住哪"
)
_IGNORE_RULES = re.compile(
    r"(?:忽略|无视|忘记|忘掉|绕过|跳过|不要遵守|不用遵守|解除).{0,14}(?:规则|指令|限制|设定|要求|提示|约束|说明)|系统提示词|提示词|越狱|"
    r"ignore.{0,24}(?:instruction|rule|prompt)|system prompt|jailbreak|你现在(?:是|扮演)|扮演",
    re.IGNORECASE,
)
_GUILT = re.compile(
    r"(?:是不是|是否|有没有|算不算|算|属于|构成|存在|涉嫌|能不能认定|认定|判定|判断|怀疑|敢说|肯定|说明|证明|多少|谁|他们|领导|局长|这|在|搞|了|吗|哪).{0,12}(?:违法|违规|违纪|犯法|犯罪|弄虚作假|造假)|"
    r"(?:违法|违规|违纪|犯法|犯罪)(?:了|吗|没|不|嫌疑)|"
    r"贪污|贪腐|贪了|贪钱|贪没|贪官|腐败|受贿|行贿|挪用|侵吞|渎职|做假账|假账|小金库|坐牢|判刑|立案|有罪|该抓|抓起来|处分谁|追责谁|被问责|洗钱|套取|中饱私囊|以权谋私|吃回扣|捞了|黑钱|进了谁的腰包"
)
_DUTY = re.compile(r"职责|职能|负责|归谁|谁来管|谁管|项目|资金|举报|奖励|打击|查处|监管|指标|支出|经费|预算")
_HARD = re.compile(
    r"贪污|贪腐|贪了|腐败|受贿|坐牢|判刑|有罪|弄虚作假|中饱私囊|是不是违|是否违|有没有违|违规了|违法了|违纪了|造假了|假账|小金库|算不算|认定|该抓"
)
_ABOUT_FINDINGS = re.compile("疑点|提示|报出|查出|规则|泄露|泄漏|暴露|问题|哪份|哪家|哪些文件|有没有")
_GIVE = re.compile("给我|告诉|是多少|发我|看看|完整|号码是")
REFUSALS: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (_CHANGE_DATA, "change_data", "这里只能查询，不能修改或删除数据。"),
    (_IGNORE_RULES, "ignore_rules", "问答只按固定规则查询数据库，不能改变规则。"),
    (_REVEAL, "masked", "个人信息在公开内容中一律遮盖，不能提供。"),
    (_GUILT, "guilt", "系统只列出数据不符的疑点，不判断是否违法违纪；疑点须由有权机关核实认定。"),
)
"""Pattern, id and answer of what is refused."""


def refusal(question: str) -> tuple[str, str] | None:
    """Id and words of a refusal, None if the question may be answered.

    违法 in the name of a duty or a project (查处违法行为, 打击欺诈骗保) asks for no judgement.
    """
    for pattern, id, words in REFUSALS:
        if not pattern.search(question):
            continue
        if id == "guilt" and _DUTY.search(question) and not _HARD.search(question):
            continue
        if id == "masked" and _ABOUT_FINDINGS.search(question) and not _GIVE.search(question):
            continue
        return id, words
    return None
