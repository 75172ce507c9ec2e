"""Pages of fictional sites around one article: menus, breadcrumbs, registers, footers, in the ways that sites build them."""

from __future__ import annotations

import random
from collections.abc import Iterator

TITLE = "青山县水利局2024年度部门决算"
LINES = (
    "第一部分 部门概况",
    "负责全县水利工作，编制水利发展规划并组织实施，承担水旱灾害防御的日常工作。",
    "内设办公室、规划建设股。主办单位为县水利局。",
    "资金来源：一般公共预算100.00万元",
    "2024年度收入总计1,106.00万元，增长4.34%。",
    "第二部分 决算表",
    "收入支出决算总表",
    "单位：万元",
)
GRID = [["项目", "决算数"], ["一、财政拨款收入", "1,046.00"], ["网站访问量（万人次）", "3.50"], ["合计", "1,106.00"]]
AFTER = ("名词解释", "基本支出：指为保障机构正常运转而发生的支出。")
STRANGERS = (
    "政务服务中心",
    "信箱中心",
    "返回主站",
    "白河市人民政府",
    "首页",
    "当前位置",
    "ICP",
    "打印",
    "浏览",
    "上一篇",
    "白河市融媒体中心",
    "索引号",
    "热点",
)
_MENU = ("返回主站", "政务服务中心", "信箱中心", "白河市人民政府办公室")


def article(tag: str) -> str:
    """The article, each line in an element of the same kind."""
    rows = "".join("<tr>" + "".join(f"<td>{t}</td>" for t in row) + "</tr>" for row in GRID)
    lines = "".join(f"<{tag}>{t}</{tag}>" for t in LINES)
    return f"{lines}<table border=1>{rows}</table>" + "".join(f"<{tag}>{t}</{tag}>" for t in AFTER)


def _menus(rng: random.Random) -> str:
    ways = (
        "<ul class=menu>" + "".join(f"<li><a href='/{i}.html'>{t}</a></li>" for i, t in enumerate(_MENU)) + "</ul>",
        "<div id=topNav>" + "".join(f"<span onclick='go({i})'>{t}</span> " for i, t in enumerate(_MENU)) + "</div>",
        "<div>" + "".join(f"<p>{t}</p>" for t in _MENU) + "</div>",
        "<header><h1>白河市人民政府</h1><nav>" + " ".join(f"<a href='/{t}'>{t}</a>" for t in _MENU) + "</nav></header>",
        "<table width=100%><tr>" + "".join(f"<td><a href='x{i}.htm'>{t}</a></td>" for i, t in enumerate(_MENU)) + "</tr></table>",
    )
    return rng.choice(ways)


def _crumbs(rng: random.Random) -> str:
    return rng.choice(
        (
            "<div class='breadcrumb'>您当前所在位置：<a href='/'>首页</a> > <a href='/zwgk'>政务公开</a> > 部门决算</div>",
            "<p>当前位置：首页 > 政务公开 > 2024年部门决算</p>",
            "<div>当前位置：</div><div>首页</div><div>> 政务公开</div><div>> 市级政府预算</div>",
            "",
        )
    )


def _about(rng: random.Random) -> str:
    return rng.choice(
        (
            "<div class=info>发布时间：2025-09-01 10:00 来源：白河市融媒体中心 浏览次数：<span>120</span></div>",
            "<p>来源：白河市融媒体中心</p><p>字体：【大 中 小】 打印</p>",
            "<table><tr><td>索引号</td><td>BH/2025-001</td><td>发文机关</td><td>白河市人民政府</td></tr></table>",
            "",
        )
    )


def _footers(rng: random.Random) -> str:
    others = "".join(f"<li><a href='/a{i}.html'>白河市热点新闻之{i}</a></li>" for i in range(5))
    return rng.choice(
        (
            f"<div class=related>相关链接<ul>{others}</ul></div><footer>主办：白河市人民政府办公室 冀ICP备00000000号</footer>",
            "<div><p>上一篇：另一件事</p><p>版权所有：白河市人民政府 网站标识码：0000000000</p></div>",
            f"<ul>{others}</ul><div id=footer><p>联系我们 | 网站地图</p><p>承办：白河市政务服务中心</p></div>",
        )
    )


def frames(count: int) -> Iterator[str]:
    """Whole pages; the same for the same number."""
    for n in range(count):
        rng = random.Random(n)
        stated = rng.random() < 0.6
        meta = f"<meta name='ArticleTitle' content='{TITLE}'><meta name='PubDate' content='2025-09-01 10:00'>" if stated else ""
        meta += "<meta name='ContentSource' content='白河市融媒体中心'>" if stated else ""
        head = f"<head><meta charset=utf-8><title>{TITLE}{rng.choice(('_', '-', ' - ', '|', '--'))}白河市人民政府</title>{meta}</head>"
        heading = rng.choice(("<h1>{}</h1>", "<p class=title>{}</p>", "<div class=tit><strong>{}</strong></div>", "<h2>{}</h2>")).format(
            TITLE
        )
        inside = f"{heading}{_about(rng)}<div class=con>{article(rng.choice(('p', 'div')))}</div>"
        before, after = _menus(rng) + _crumbs(rng), _footers(rng)
        layout = rng.choice(
            (
                f"{before}<div class=wrap>{inside}</div>{after}",
                f"<div class=page>{before}<article>{inside}</article>{after}</div>",
                f"<table width=980><tr><td>{before}</td></tr><tr><td>{inside}</td></tr><tr><td>{after}</td></tr></table>",
                f"<table><tr><td width=200>{before}</td><td>{inside}</td></tr></table>{after}",
            )
        )
        yield f"<!DOCTYPE html><html>{head}<body>{layout}</body></html>"
