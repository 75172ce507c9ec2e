"""From a Document to a Disclosure: a pure function of the document, the packs and the reference data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ..model.disclosures.claim import Claim, Headcount, Section
from ..model.disclosures.contents import ContentsEntry
from ..model.disclosures.disclosure import UNKNOWN_STATEMENT, Disclosure, Identity, Indicator, LineItem, Statement
from ..model.disclosures.reference import References
from ..model.disclosures.region import Layout, Region, StatementTemplate, TableView
from ..model.documents.document import Document, Paragraph, Table, TableStatus
from ..model.documents.said import said
from ..model.documents.text import label_key, squeeze
from ..plugins.guests import GuestError
from .coverage import coverage
from .identity import NATIONAL, identify
from .performance.flat_forms import FlatForm, flat_forms_of, lost_forms_of
from .performance.funds import read_funds
from .performance.indicators import read_indicators
from .performance.projects import project_frames, read_projects
from .prose.claims import ClaimReader, Owned
from .prose.sections import find_contents, split_sections
from .prose.subjects import Subjects
from .prose.unchanged import flat_claims
from .tables.columns import columns_of, declared_parts
from .tables.recognise import recognise
from .tables.units import unit_remark, with_settled_units

_PLACES = r"(?:[\u4e00-\u9fff]{2,7}?(?:自治区|自治州|地区|[省市县区州旗盟])){1,3}"
"""Names of divisions one after the other, as they stand before that of a body (某省某县)."""
_PLAIN = StatementTemplate(id=UNKNOWN_STATEMENT, name="未识别的表", titles=(), layout="plain")


def understand(
    document: Document,
    regions: Mapping[str, Region],
    layouts: Mapping[str, Layout],
    references: References,
    region: str | None = None,
) -> Disclosure | None:
    """The disclosure that a document states, or None if it is none.

    ``region`` forces a pack. Raises KeyError if it is not registered.
    """
    who = identify(document, regions, references, region)
    if who is None or who.body is None:
        return None
    pack = regions[who.region]
    packs = (pack, regions[NATIONAL]) if who.region != NATIONAL else (pack,)
    unlaid: list[str] = []
    statements = with_settled_units(_statements(document, packs, layouts, references, who.fiscal_year, unlaid))
    required = pack.required(who)
    statements = tuple(replace(s, required=s.id in required) for s in statements)
    contents, front = find_contents(document)
    contents = tuple(_with_statement(e, pack) for e in contents)
    names = [n for n in (who.body, *who.short_names) if n]
    paragraphs = _prose(document, front)
    sections = split_sections(paragraphs, pack, names)
    forms = flat_forms_of(sections)
    subjects = Subjects(pack, references, statements, who.fiscal_year, who.kind)
    claims, owners = _claims(sections, subjects, _spoken_names(document, names), forms)
    lost = lost_forms_of(statements)
    headcounts = tuple(_headcounts(claims, pack))
    indicators = (*(i for s in statements for i in _indicators(s)), *(i for f in (*forms, *lost) for i in f.indicators))
    funds = (*(f for s in statements if s.layout == "indicators" for f in read_funds(s)), *(f.funds for f in (*forms, *lost)))
    remarks = [r for r in (pack.remark(who), unit_remark(statements), _disagreement(who)) if r]
    return Disclosure(
        identity=who,
        document=document,
        statements=statements,
        sections=sections,
        claims=tuple(claims),
        headcounts=headcounts,
        indicators=indicators,
        projects=tuple(read_projects(sections)),
        performance_funds=funds,
        contents=contents,
        coverage=coverage(statements, owners, headcounts, indicators, funds),
        pack_version=f"{pack.id} {pack.version}",
        remarks=(*remarks, *unlaid),
        required=required,
        template_faults=pack.template_faults,
        names={**regions[NATIONAL].names, **pack.names},
        subject_parts={s.id: s.parts for s in pack.subjects if s.parts},
        headcount_parts=pack.headcount_parts,
    )


def _disagreement(who: Identity) -> str | None:
    """What a reader must know where the document names two bodies."""
    if who.other_body is None:
        return None
    return said(
        f"the document names two bodies, {who.body} and {who.other_body}; checked as that of {who.body}",
        f"文件中的单位名称不一致：有“{who.body}”，也有“{who.other_body}”；按“{who.body}”核对",
    )


def _with_statement(entry: ContentsEntry, pack: Region) -> ContentsEntry:
    template = pack.template(entry.title) if entry.is_table else None
    return replace(entry, statement=template.id if template else None)


def _prose(document: Document, front: int) -> list[Paragraph]:
    """Paragraphs after cover and contents."""
    return list(document.paragraphs)[front:]


def _spoken_names(document: Document, names: Sequence[str]) -> list[str]:
    """The body's names as printed in the prose, longest first: with what it lies in before it, with 部门 or 单位 behind it."""
    printed = {squeeze(t.maker).replace("(", "（").replace(")", "）") for t in document.tables if t.maker}
    text = "".join(squeeze(p.text) for p in document.paragraphs)
    placed = {m[1] + name for name in names for m in re.finditer(rf"({_PLACES}){re.escape(name)}", text)}
    spoken = {
        *names,
        *placed,
        *printed,
        *(f"{n}{tail}" for n in (*names, *placed) for tail in ("部门", "单位", "（部门）", "（单位）")),
        "本部门",
        "本单位",
        "我单位",
        "我局",
    }
    return sorted(spoken, key=len, reverse=True)


def _recognised(table: Table, packs: Sequence[Region]) -> tuple[StatementTemplate, Region]:
    """The template of a table and the first of the packs that knows it: what the region's does not know may be the nation's."""
    return next(((known[0], p) for p in packs if (known := recognise(table, p))), (_PLAIN, packs[0]))


def _statements(
    document: Document,
    packs: Sequence[Region],
    layouts: Mapping[str, Layout],
    references: References,
    fiscal_year: int | None,
    unlaid: list[str],
) -> Iterable[Statement]:
    """The statements of the tables; ``unlaid`` hears of those whose layout failed: as good as not read."""
    for ordinal, table in enumerate(document.tables):
        template, pack = _recognised(table, packs)
        if template.layout not in layouts:
            raise KeyError(f"the region {pack.id} uses the layout {template.layout!r}, which no plugin registers")
        columns = columns_of(table, template, pack, fiscal_year)
        body = tuple(tuple(row) for row in table.grid()[table.header_rows :])
        view = TableView(table, columns, body, table.header_rows)
        if table.status is TableStatus.UNREAD or template is _PLAIN:
            yield Statement(template.id, ordinal, table, template.layout, columns)
            continue
        try:
            found = layouts[template.layout](view, template, pack, references)
        except GuestError as error:
            unlaid.append(f"“{table.title or template.id}”没有读懂：{error.line}")
            yield Statement(template.id, ordinal, replace(table, status=TableStatus.UNREAD), template.layout, columns)
            continue
        items = tuple(replace(i, table=ordinal) for i in found.items)
        yield Statement(template.id, ordinal, table, template.layout, columns, found.rows, items, declared_parts(template, columns))


def _indicators(statement: Statement) -> Iterable[Indicator]:
    return read_indicators(statement.table, statement.ordinal) if statement.layout == "indicators" else ()


def _claims(
    sections: Sequence[Section], subjects: Subjects, names: Sequence[str], forms: Sequence[FlatForm]
) -> tuple[list[Claim], list[Owned]]:
    reader = ClaimReader(subjects, names)
    claims: list[Claim] = []
    owners: list[Owned] = []
    for section in sections:
        if section.part == "glossary":
            continue
        frames = (*project_frames(section), *(frame for f in forms if f.section is section for frame in f.frames))
        found, owned = reader.read(section, frames)
        owners += owned
        claims += [*found, *flat_claims(section, subjects, names)]
    return claims, owners


def _headcounts(claims: Sequence[Claim], pack: Region) -> Iterable[Headcount]:
    """Counts of people and posts in the section on staff, by the pack's words."""
    for claim in claims:
        if claim.value is None or claim.value.unit not in ("人", "名", None) or claim.section.id != "staff":
            continue
        key = _without_count_word(label_key(claim.subject_text))
        words = {_without_count_word(w): category for w, category in pack.headcount.items()}
        category = words.get(key)
        if category is None:
            tails = [w for w in words if key.endswith(w) and not _QUALIFIED.search(key.removesuffix(w))]
            category = words[max(tails, key=len)] if tails else None
        if category is not None:
            yield Headcount(category, claim.value, claim, claim.change)


_QUALIFIED = re.compile(r"(?:行政|事业|工勤|参公|参照公务员法管理|机关|聘用|合同制?|临时|编外|其他|周转|附属|离|空|超|新增|调[入出])$")
"""Words that make another category of what follows: 行政编制 is not 编制."""


def _without_count_word(text: str) -> str:
    """编制数 and 编制, 实有人数 and 实有人 name the same."""
    return re.sub(r"(?:总人数|人员总数|总数|人数|人员|数|总|人)+$", "", text) or text


def line_items(disclosure: Disclosure) -> list[LineItem]:
    """Every line item of a disclosure, in document order."""
    return [i for s in disclosure.statements for i in s.items]
