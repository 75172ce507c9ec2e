"""The kinds of variation that ship: what authors of disclosures do differently without saying anything else."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from random import Random

from ...model.generated.blocks import Block, Heading, PageBreak, Para, TableBlock
from ...model.generated.facts import Generated
from ...model.generated.variation import Variation, Vary
from .files import draw_as, html_file, text_file

_AMOUNT = re.compile(r"(?<![\d.,])\d+(?:\.\d+)?(?=万元)")
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
_CELL_AMOUNT = re.compile(r"-?\d+\.\d{2}")
_FULL = str.maketrans("0123456789.,%", "０１２３４５６７８９．，％")
_FULL_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")
_HALF_BRACKETS = str.maketrans("（）", "()")
_NUMERALS = "一二三四五六七八九十"


def _texts(change: Callable[[str], str]) -> Vary:
    """Every paragraph of prose changed."""

    def vary(generated: Generated, r: Random) -> Generated:
        return _with(generated, lambda b: replace(b, text=change(b.text), slots=()) if isinstance(b, Para) else b)

    return vary


def _words(*pairs: tuple[str, str]) -> Vary:
    """Words of the prose replaced: regular expressions and what takes their place."""

    def change(text: str) -> str:
        for pattern, other in pairs:
            text = re.sub(pattern, other, text)
        return text

    return _texts(change)


def _headings(change: Callable[[str], str]) -> Vary:
    def vary(generated: Generated, r: Random) -> Generated:
        return _with(generated, lambda b: replace(b, text=change(b.text)) if isinstance(b, Heading) and b.level > 0 else b)

    return vary


def _tables(change: Callable[[TableBlock, Generated], TableBlock]) -> Vary:
    def vary(generated: Generated, r: Random) -> Generated:
        return _with(generated, lambda b: change(b, generated) if isinstance(b, TableBlock) else b)

    return vary


def _cells(change: Callable[[str], str], *, header: bool = False) -> Vary:
    """Every cell of the body (and of the header) of tables that state money."""

    def of_table(block: TableBlock, generated: Generated) -> TableBlock:
        if block.statement is None:
            return block
        grid = tuple(row if r < block.header_rows and not header else tuple(map(change, row)) for r, row in enumerate(block.grid))
        return replace(block, grid=grid, slots={})

    return _tables(of_table)


def _with(generated: Generated, change: Callable[[Block], Block]) -> Generated:
    return replace(generated, blocks=tuple(map(change, generated.blocks)))


def _named_base(generated: Generated, r: Random) -> Generated:
    """The year before by its number: 比2023年 for 比上年."""
    year = (generated.identity.fiscal_year or 0) - 1
    return _words((r"(?<=[比较])上年(?=预算|执行|决算|增|减)", f"{year}年"))(generated, r)


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def _grouped(text: str) -> str:
    return f"{Decimal(text):,}"


def _in_yuan(text: str) -> str:
    value = Decimal(text) * 10000
    return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"


def _table_in_yuan(block: TableBlock, generated: Generated) -> TableBlock:
    """A statement in 元 instead of 万元, its figures exact."""
    if block.statement is None or block.unit is None or "万元" not in block.unit or any("万元" in c for row in block.grid for c in row):
        return block
    amounts = {at for at, slots in block.slots.items() if any(s.kind == "amount" for s in slots)}
    grid = tuple(
        tuple(f"{Decimal(c.replace(',', '')) * 10000:.2f}" if (r, n) in amounts and _NUMBER.fullmatch(c) else c for n, c in enumerate(row))
        for r, row in enumerate(block.grid)
    )
    return replace(block, grid=grid, unit=block.unit.replace("万元", "元"), slots={})


def _extra_column(block: TableBlock, generated: Generated) -> TableBlock:
    if block.statement is None or (block.spans and any(c + width == block.width for _, c, _, width in block.spans if width == block.width)):
        return block
    grid = tuple((*row, "备注" if r == 0 else "") for r, row in enumerate(block.grid))
    spans = (*block.spans, (0, block.width, block.header_rows, 1)) if block.header_rows > 1 else block.spans
    return replace(block, grid=grid, spans=spans, widths=(), slots={})


def _spread(name: str) -> str:
    return "合　　计" if name == "合计" else "总 计" if name == "总计" else name


def _number_in_digits(block: TableBlock, generated: Generated) -> TableBlock:
    m = re.fullmatch(rf"表([{_NUMERALS}])[：:]?", block.number or "")
    return replace(block, number=f"表{_NUMERALS.index(m[1]) + 1}") if m else block


def _one_caption(block: TableBlock, generated: Generated) -> TableBlock:
    if not block.number or not block.title:
        return block
    return replace(block, number=None, title=f"{block.number.rstrip('：:')} {block.title}")


def _named_caption(block: TableBlock, generated: Generated) -> TableBlock:
    who = generated.identity
    return replace(block, title=f"{who.body}{who.fiscal_year}年{block.title}") if block.title and block.statement else block


def _yeared_caption(block: TableBlock, generated: Generated) -> TableBlock:
    return replace(block, title=f"{generated.identity.fiscal_year}年{block.title}") if block.title and block.statement else block


def _broken_pages(generated: Generated, r: Random) -> Generated:
    blocks: list[Block] = []
    for block in generated.blocks:
        blocks += [PageBreak(), block] if isinstance(block, TableBlock) else [block]
    return replace(generated, blocks=tuple(blocks))


def _no_pages(generated: Generated, r: Random) -> Generated:
    return replace(generated, blocks=tuple(b for b in generated.blocks if not isinstance(b, PageBreak)))


def _glued_paragraphs(generated: Generated, r: Random) -> Generated:
    """Two paragraphs of one section on one line, as conversions leave them."""
    blocks: list[Block] = []
    for block in generated.blocks:
        before = blocks[-1] if blocks else None
        if (
            isinstance(block, Para)
            and isinstance(before, Para)
            and before.text.endswith("。")
            and block.align == before.align == "left"
            and not re.match(r"[（(一二三四五六七八九十\d]", block.text)
            and block.section == before.section
        ):
            blocks[-1] = replace(before, text=before.text + block.text, slots=())
        else:
            blocks.append(block)
    return replace(generated, blocks=tuple(blocks))


WORDING = (
    Variation("half-width-marks", "半角标点", "wording", _texts(lambda t: t.translate(str.maketrans("，：；（）", ",:;()")))),
    Variation("grouped-amounts", "文中金额带千分位", "wording", _texts(lambda t: _AMOUNT.sub(lambda m: _grouped(m[0]), t))),
    Variation(
        "full-width-digits", "文中全角数字", "wording", _texts(lambda t: re.sub(r"[\d.]+(?=万元|%)", lambda m: m[0].translate(_FULL), t))
    ),
    Variation("spaced-amounts", "金额前后空格", "wording", _texts(lambda t: re.sub(r"([\d.]+)万元", r" \1 万元", t))),
    Variation("spaced-percent", "百分号前空格", "wording", _texts(lambda t: re.sub(r"([\d.]+)%", r"\1 %", t))),
    Variation("full-width-percent", "全角百分号", "wording", _texts(lambda t: t.replace("%", "％"))),
    Variation(
        "amounts-in-yuan",
        "文中以元为单位",
        "wording",
        _texts(lambda t: re.sub(r"(?<![\d.,])(\d+(?:\.\d+)?)万元", lambda m: _in_yuan(m[1]) + "元", t)),
    ),
    Variation("said-increase", "增加了、减少了", "wording", _words(("增加(?=[\\d ])", "增加了"), ("减少(?=[\\d ])", "减少了"))),
    Variation("said-growth", "增长了、下降了", "wording", _words(("增长(?=[\\d ])", "增长了"), ("下降(?=[\\d ])", "下降了"))),
    Variation("lowered", "降低", "wording", _words(("下降(?=[\\d ])", "降低"))),
    Variation("same-as", "与上年一致", "wording", _words(("与上年持平", "与上年一致"))),
    Variation("reason-colon", "主要原因：", "wording", _words(("主要原因是[:：]?", "主要原因："))),
    Variation("reason-short", "主要是", "wording", _words(("主要原因是[:：]?", "主要是"))),
    Variation("among-comma", "其中，", "wording", _words(("其中[:：]", "其中，"))),
    Variation("compared-with", "较上年", "wording", _words(("比上年", "较上年"))),
    Variation("half-width-path", "类款项用半角括号", "wording", _words(("（([类款项])）", r"(\1)"))),
    Variation("straight-quotes", "直引号", "wording", _words(("[“”]", '"'))),
    Variation("corner-quotes", "直角引号", "wording", _words(("“", "「"), ("”", "」"))),
    Variation("fiscal-year", "年度", "wording", _words((r"(20\d\d)年(?!度|\d|初|底|末|[0-9]|[一-龥]?月)", r"\1年度"))),
    Variation("accounts-to", "为、共计", "wording", _words((r"预算(?=\d)", "预算为"), (r"支出(?=\d)", "支出为"))),
    Variation(
        "trimmed-amounts",
        "文中金额不印末尾的零",
        "wording",
        _texts(lambda t: re.sub(r"(?<![\d.,])\d+\.\d+(?=万元|%)", lambda m: _trimmed(m[0]), t)),
    ),
    Variation("named-base", "比某年", "wording", _named_base),
    Variation("stops-for-semicolons", "分号作句号", "wording", _texts(lambda t: t.replace("；", "。"))),
    Variation(
        "rate-before-amount", "先说比率后说金额", "wording", _words((r"(增加|减少)([\d.]+)万元，(增长|下降)([\d.]+)%", r"\3\4%，\1\2万元"))
    ),
    Variation(
        "brackets-round-rate", "比率在括号内", "wording", _words((r"(增加|减少)([\d.]+)万元，(增长|下降)([\d.]+)%", r"\1\2万元（\3\4%）"))
    ),
    Variation("about-abroad", "因公出国（境）费用", "wording", _words(("因公出国（境）费(?!用)", "因公出国（境）费用"))),
)
CAPTIONS = (
    Variation("number-in-digits", "表1", "captions", _tables(_number_in_digits)),
    Variation("one-caption", "表号与表名同行", "captions", _tables(_one_caption)),
    Variation("body-and-year", "表名前有单位和年度", "captions", _tables(_named_caption)),
    Variation("year-before", "表名前有年度", "captions", _tables(_yeared_caption)),
    Variation("amount-unit", "金额单位", "captions", _tables(lambda b, g: replace(b, unit=b.unit.replace("单位", "金额单位", 1)) if b.unit and "金额" not in b.unit else b)),
    Variation("half-width-colon", "单位:万元", "captions", _tables(lambda b, g: replace(b, unit=b.unit and b.unit.replace("：", ":"), left=b.left and b.left.replace("：", ":")))),
    Variation("without-maker", "无编制单位", "captions", _tables(lambda b, g: replace(b, left=None))),
    Variation("spaced-title", "表名中空格", "captions", _tables(lambda b, g: replace(b, title=b.title and b.title.replace("情况表", " 情况表")))),
    Variation("half-width-headings", "标题半角括号", "captions", _headings(lambda t: t.translate(_HALF_BRACKETS))),
    Variation("heading-colon", "标题后冒号", "captions", _headings(lambda t: t if t.startswith("第") or t.endswith(("：", "表")) else t + "：")),
    Variation("headings-in-digits", "标题用阿拉伯数字", "captions", _headings(lambda t: re.sub(r"^（([一二三四五六七八九十])）", lambda m: f"{_NUMERALS.index(m[1]) + 1}.", t))),
    Variation("heading-space", "标题序号后空格", "captions", _headings(lambda t: re.sub(r"^([一二三四五六七八九十]+、|（[一二三四五六七八九十]+）)", r"\1 ", t))),
)  # fmt: skip
TABLES = (
    Variation("grouped-cells", "表内千分位", "tables", _cells(lambda c: _grouped(c) if _CELL_AMOUNT.fullmatch(c) else c)),
    Variation("full-width-cells", "表内全角数字", "tables", _cells(lambda c: c.translate(_FULL) if _CELL_AMOUNT.fullmatch(c) else c)),
    Variation("blank-for-zero", "零印作空白", "tables", _cells(lambda c: "" if c in ("0.00", "0") else c)),
    Variation("dash-for-zero", "零印作横线", "tables", _cells(lambda c: "-" if c == "0.00" else c)),
    Variation("padded-cells", "数字前后空格", "tables", _cells(lambda c: f" {c} " if _CELL_AMOUNT.fullmatch(c) else c)),
    Variation("whole-yuan", "表以元为单位", "tables", _tables(_table_in_yuan)),
    Variation("spread-total", "合　计", "tables", _cells(_spread)),
    Variation("indented-names", "名称缩进", "tables", _cells(lambda c: "　　" + c if re.fullmatch(r"[一-龥（）、]{3,}", c) and c not in ("合计", "总计") else c)),
    Variation("half-width-names", "名称半角括号", "tables", _cells(lambda c: c.translate(_HALF_BRACKETS), header=True)),
    Variation("extra-column", "多一列备注", "tables", _tables(_extra_column)),
    Variation("trimmed-cells", "表内不印末尾的零", "tables", _cells(lambda c: _trimmed(c) if _CELL_AMOUNT.fullmatch(c) else c)),
    Variation("full-width-codes", "全角编码", "tables", _cells(lambda c: c.translate(_FULL_DIGITS) if re.fullmatch(r"\d{2,7}", c) else c)),
)  # fmt: skip
PAGES = (
    Variation("page-for-each-table", "每表一页", "pages", _broken_pages, draw_as("docx")),
    Variation("no-page-breaks", "不分页", "pages", _no_pages, draw_as("docx")),
    Variation("glued-paragraphs", "段落相连", "pages", _glued_paragraphs),
)
FILES = (
    Variation("tab-text", "制表符文本", "files", None, text_file("tab")),
    Variation("pipe-text", "竖线文本", "files", None, text_file("pipe")),
    Variation("cell-text", "一格一行文本", "files", None, text_file("cells")),
    Variation("gb18030-text", "GB18030 文本", "files", None, text_file("tab", encoding="gb18030")),
    Variation("windows-text", "带 BOM 的 Windows 文本", "files", None, text_file("tab", encoding="utf-8-sig", newline="\r\n")),
    Variation("pdf", "PDF", "files", None, draw_as("pdf")),
    Variation("docx", "DOCX", "files", None, draw_as("docx")),
    Variation("html", "HTML", "files", None, html_file),
)
KINDS: tuple[Variation, ...] = (*WORDING, *CAPTIONS, *TABLES, *PAGES, *FILES)
"""Every kind that ships."""
