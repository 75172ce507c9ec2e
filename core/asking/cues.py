"""Words that say what is asked of a subject: growth, share, ranking, … and what is not answered at all."""

from __future__ import annotations

import re

_CHANGE_DATA = re.compile(
    r"(?:帮我|请|把|将|给我).{0,30}?(?:改成|改为|修改|删除|删掉|删了|清空|抹掉|更新为|覆盖|置为|设为|调成|调整为|写入)|"
    r"(?:修改|删除|清空|更新|写入|篡改|伪造).{0,12}(?:数据|数据库|记录|疑点|表|金额)|"
    r"\b(?:drop|delete|insert|update|alter|truncate|attach|pragma|vacuum|union)\b|;\s*--",
    re.IGNORECASE,
)
_REVEAL = re.compile(
    r"手机号|身份证|银行卡号|银行账号|账号号码|家庭住址|住址|电话号码|联系电话|掩码|脱敏|打码|星号.{0,4}(?:是|后)|被隐藏|完整号码"
)
_IGNORE_RULES = re.compile(
    r"(?:忽略|无视|忘记|忘掉|绕过|跳过|不要遵守|不用遵守|解除).{0,14}(?:规则|指令|限制|设定|要求|提示|约束|说明)|系统提示词|提示词|越狱|"
    r"ignore.{0,24}(?:instruction|rule|prompt)|system prompt|jailbreak|你现在(?:是|扮演)|扮演",
    re.IGNORECASE,
)
_GUILT = re.compile(
    r"违法|违规|违纪|犯法|犯罪|贪污|贪腐|腐败|受贿|行贿|挪用|侵吞|渎职|造假|做假账|假账|小金库|坐牢|判刑|立案|有罪|该抓|处分谁|追责|问责|洗钱|套取|中饱私囊|以权谋私"
)
REFUSALS: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (_CHANGE_DATA, "change_data", "这里只能查询，不能修改或删除数据。"),
    (_IGNORE_RULES, "ignore_rules", "问答只按固定规则查询数据库，不能改变规则。"),
    (_REVEAL, "masked", "个人信息在公开内容中一律遮盖，不能提供。"),
    (_GUILT, "guilt", "系统只列出数据不符的疑点，不判断是否违法违纪；疑点须由有权机关核实认定。"),
)
"""Pattern, id and answer of what is refused."""

ACROSS = re.compile(
    r"哪(?:一)?(?:个|家|些)?(?:单位|部门|局|医保局|县市|县|市|地方|地区|机构)|哪(?:一)?[家份]|哪几[家个]|谁|各(?:家|单位|部门|县|局|地|市|区)|每(?:一)?(?:家|个(?:单位|部门|县|局))|"
    r"(?:[两二三四五六七八九十几]|\d+)(?:家|个单位|个部门|份|个局|个县|个地方|个医保局|部门|单位)|所有(?:的)?(?:单位|部门|文件|公开|医保局|局)?|全部(?:单位|部门|文件)|排名|排序|排个名|排一排|依次"
)
RANKING = re.compile(
    r"排名|排序|排个名|排一排|依次|前[三五十\d]|(?:最|更)(?:高|大|多|低|小|少)|(?:哪|谁).{0,14}(?:多|高|大|少|低)(?!少)|第一"
)
LOWEST = re.compile(r"最(?:低|小|少)|(?:更|谁.{0,8}|哪.{0,12})(?:低|小|少)(?!多)")
SUM = re.compile(r"合计|总共|一共|加起来|加在一起|总和|共计|之和|总计|共(?:有|安排|支出)?多少|总数")
MEAN = re.compile(r"平均(?!每)|均值|均数")
COMPARISON = re.compile(r"比较|对比|相比|差多少|差额|相差|差距|多多少|少多少|谁更|哪个更|高多少|低多少|几倍|倍")
PER_HEAD = re.compile(r"人均|平均每(?:一)?[名个人位]|每人平均|每人(?!每)")
WAGE = re.compile(
    r"(?:平均|人均|每[名个人位]).{0,10}(?:工资|薪|收入|年薪|月薪)|(?:工资|薪酬|薪水|年薪|月薪).{0,6}(?:平均|人均)|平均工资|局长.{0,6}工资"
)
OVER_POSTS = re.compile(r"超编|超员|满编|缺编|空编|超出编制|超过编制|编制.{0,6}(?:够|超)|在职.{0,10}(?:超过|多于|大于).{0,4}编制")
FINDINGS = re.compile(r"疑点|问题|错误|出错|差错|不一致|矛盾|不符|瑕疵|毛病|有误|错了|写错|算错|对不上|异常|不对|误差|提示")
ABOUT_FINDINGS = re.compile(r"存在|列出|介绍|发现|检查|核对|主要|严重|典型|明显|数据|方面|情况|类型|目前|现在|你们|系统")
AGREEMENT = re.compile(r"对得上|对不上|一致吗|是否一致|相符|吻合|一样吗|是否相等|相等吗|勾稽|匹配")
LARGEST_PROJECT = re.compile(
    r"(?:最大|最多|最高|最贵|最花钱|金额最|最小|最少).{0,8}项目(?!支出|经费|资金|总)|项目(?!支出|经费|资金|总).{0,10}(?:最大|最多|最高|最贵|最花钱|最小|最少)"
)
PROJECTS = re.compile(r"(?:哪些|什么|几个|多少个|哪几个|列出|所有|全部).{0,6}项目|项目.{0,4}(?:有哪些|有几个|有多少个|清单|列表|名单)")
GROWTH = re.compile(
    r"增长|增加|增幅|增减|增量|增速|减少|下降|降幅|降低|压减|上升|变化|变动|涨|多了|少了|同比|持平|一样|是多了|是少了|(?:比|较)(?:上年|去年)|多还是少|增还是减|升还是降"
)
RATE = re.compile(r"率|幅|增速|百分之")
TRUE_RATE = re.compile(
    r"(?:真实|实际|应该|应当|正确|到底|重新算|核算|真正).{0,16}(?:率|幅|百分|多少)|(?:率|幅).{0,10}(?:对|正确|准确|算错|写错)(?:吗|不|了)"
)
UP_WORDS = re.compile(r"增长|增加|上升|涨|多了|提高|增(?!减)")
DOWN_WORDS = re.compile(r"减少|下降|降低|压减|少了|减(?!少)")
SHARE = re.compile(r"占比|(?:的|，)(?:比例|比重|份额)|比重|几成|占.{0,16}(?:多少|几|比例|百分|比重|份额)|占了?.{0,12}%|百分之几")
REASON = re.compile(r"为什么|为何|为啥|什么原因|原因|怎么会|缘由|缘故|因为什么")
EXISTS = re.compile(
    r"有没有|有无|是否有|是不是|是否|打不打算|打算|有.{0,14}吗|要不要|会不会|安排.{0,10}吗|没有?安排|为零|为0|是零|是0|等于零|吗？?$"
)
DETAIL = re.compile(
    r"标准|依据|怎么安排|如何安排|怎么算|用途|用来|干什么|做什么|用在|用到|内容|谁.{0,3}承担|承担单位|执行率|执行数|得分|自评|完成情况|年初预算数|全年预算数|什么时候|执行时间|怎么分配|分配"
)
PEOPLE_PLANNED = re.compile(r"多少人|几人|多少名|多少户|人次|人数|多少家|多少次|目标|指标|救助")
ASKS_PEOPLE = re.compile(r"多少(?:名|个)?(?:人|职工|居民|群众)|几(?:名|个)?人|人数|多少人次|多少名")
ASKS_MONEY = re.compile(r"多少(?:钱|元|万|资金|经费|金额)|金额|花了")
OWN_BUDGETS = re.compile(r"一般公共预算|政府性基金预算|国有资本经营预算|基金预算|绩效预算|预算单位")
HOW_MANY_PEOPLE = re.compile(r"多少人|几个人|多少名(?:职工|工作人员|人员)|有几人|人员情况|多少职工|多少员工")
COUNT = re.compile(
    r"(?:多少|几)(?:份|个|家).{0,4}(?:文件|公开件|单位|部门|文档|预算|决算|资料|疑点|医保局|局)|收录|覆盖(?:了)?(?:哪|多少|什么)|有哪些(?:单位|部门|文件|数据|资料)|(?:哪些|什么)(?:单位|部门|文件|年份|年度|数据|资料)(?:的?数据|可以查|有数据)?？?$"
)
FINAL_HARD = re.compile(r"决算|实际(?:上)?(?:花|支出|用|执行|发生|支付)|执行数|执行了|年底.{0,6}(?:花|用|支出)|全年(?:花|用)了")
ASPECTS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"差异率|完成率|完成年初预算"), "variance_rate"),
    (re.compile(r"年初预算"), "initial_budget"),
    (re.compile(r"全年预算"), "year_budget"),
)
"""What a final account says of a figure beside the result: suffix of the subject of its claims."""
BOTH_KINDS = re.compile(r"预算.{0,6}决算|决算.{0,6}预算")
WHICH_YEAR = re.compile(r"哪(?:一)?年|哪个年度|多了还是少了")
TARGETS = re.compile(r"绩效(?:目标|指标)")
FINAL_SOFT = re.compile(r"花了|花费|花掉|用了|用掉")
PASSAGES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"职能|职责|主要工作|负责什么|管什么|干什么的|是做什么"), "duties"),
    (
        re.compile(
            r"(?:哪些|什么|几个|多少个?).{0,4}(?:科室|股室|处室|内设机构|下设机构|机构)|机构设置|(?:科室|股室|内设机构).{0,6}(?:有哪些|是哪些|几个|多少)"
        ),
        "offices",
    ),
)
STATED = re.compile(r"(?P<value>\d+(?:\.\d+)?)(?P<unit>亿元|万元|万|元)")


def refusal(question: str) -> tuple[str, str] | None:
    """Id and words of a refusal, None if the question may be answered."""
    return next(((id, words) for pattern, id, words in REFUSALS if pattern.search(question)), None)
