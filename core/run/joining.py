"""Several files that are one disclosure: one document to understand and check, and what of it each file holds.

Prose and tables in files of their own are normal in some provinces. Every place of a merged document says in which
file it is, so that evidence does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from ..model.checks.finding import Evidence, Finding, LedgerRow, Outcome, Reason
from ..model.disclosures.body import body_key
from ..model.disclosures.coverage import Coverage
from ..model.disclosures.disclosure import Disclosure, Statement
from ..model.documents.document import Block, Document, Paragraph, Place
from ..model.documents.figure import parse_figure
from ..model.documents.said import Said, in_english, said, said_together
from ..model.results.result import DocumentResult, DocumentStatus

_UNKNOWN = "unknown"


def placed(document: Document) -> Document:
    """The document with its sha256 in every place."""
    sha = document.sha256
    return replace(document, blocks=tuple(_placed(b, sha) for b in document.blocks))


def _placed(block: Block, sha: str) -> Block:
    place = replace(block.place, document=sha)
    if isinstance(block, Paragraph):
        return replace(block, place=place)
    cells = tuple(replace(c, place=replace(c.place, document=sha)) for c in block.cells)
    notes = tuple(replace(n, place=replace(n.place, document=sha)) for n in block.notes)
    return replace(block, place=place, cells=cells, notes=notes)


def amounts(document: Document) -> int:
    """How many cells of a document print a number."""
    return sum(parse_figure(c.text) is not None for t in document.tables for c in t.cells)


def merged(documents: Sequence[Document]) -> Document:
    """One document of several placed ones: those with more prose first, for there the cover and the contents are.

    Its sha256 is that of the file with the most figures in tables: what is found is held against that one.
    """
    lead = max(documents, key=amounts)
    inside = sorted(documents, key=lambda d: -sum(len(p.text) for p in d.paragraphs))
    return replace(
        lead,
        path=" + ".join(d.path for d in documents),
        blocks=tuple(b for d in inside for b in d.blocks),
        pages=tuple(p for d in inside for p in d.pages),
        size=sum(d.size for d in documents),
        problems=tuple(said(f"{d.path}: {in_english(p)}", f"{d.path}：{p}") for d in inside for p in d.problems),
    )


def share(whole: Disclosure, document: Document, coverage: Callable[[Sequence[Statement]], Coverage], *, prose: bool) -> Disclosure:
    """What of a disclosure stands in one of its files.

    ``coverage`` counts the cells of statements; the numbers of the prose are counted with the file for which
    ``prose`` is true.
    """
    sha = document.sha256

    def here(place: Place) -> bool:
        return place.document == sha

    statements = tuple(s for s in whole.statements if here(s.table.place))
    sections = tuple(s for s in whole.sections if (here(s.offsets[0][1]) if s.offsets else prose))
    kept = {id(s) for s in sections}
    claims = tuple(c for c in whole.claims if id(c.section) in kept)
    ordinals = {s.ordinal for s in statements}
    cells = coverage(statements)
    texts = tuple(u for u in whole.coverage.unread[len(whole.coverage.unread) - _prose_unread(whole) :] if prose)
    return replace(
        whole,
        document=document,
        statements=statements,
        sections=sections,
        claims=claims,
        headcounts=tuple(h for h in whole.headcounts if id(h.claim.section) in kept),
        indicators=tuple(i for i in whole.indicators if (i.table in ordinals if i.table is not None else prose)),
        projects=tuple(p for p in whole.projects if here(p.place)),
        performance_funds=tuple(f for f in whole.performance_funds if (f.table in ordinals if f.table is not None else prose)),
        contents=tuple(e for e in whole.contents if here(e.place)),
        coverage=Coverage(
            cells.cells_understood,
            cells.cells_numeric,
            whole.coverage.prose_understood if prose else 0,
            whole.coverage.prose_numbers if prose else 0,
            (*cells.unread, *texts),
        ),
    )


def _prose_unread(whole: Disclosure) -> int:
    """How many of the unread numbers stand in the prose: they are listed behind those of the cells."""
    return whole.coverage.prose_numbers - whole.coverage.prose_understood


def named_findings(findings: Iterable[Finding], lead: str) -> tuple[Finding, ...]:
    """Findings whose evidence names its file, where it is not the one that carries them."""
    return tuple(_named(f, lead) for f in findings)


def _named(finding: Finding, lead: str) -> Finding:
    evidence = tuple(replace(e, document=_file_of(e, lead)) for e in finding.evidence)
    others = dict.fromkeys((*finding.related_documents, *(e.document for e in evidence if e.document)))
    return replace(finding, evidence=evidence, related_documents=tuple(others))


def _file_of(evidence: Evidence, lead: str) -> str | None:
    sha = evidence.document or evidence.place.document
    return None if sha == lead else sha


def pointing(ledger: Iterable[LedgerRow], sha: str, lead: str) -> tuple[LedgerRow, ...]:
    """The ledger of a file whose rules ran with another one's."""
    words = f"{Reason.CHECKED_TOGETHER}: {lead}"
    return tuple(LedgerRow(sha, row.rule, Outcome.NOT_APPLICABLE, words) for row in ledger)


def has_amounts(result: DocumentResult) -> bool:
    """Whether a file states figures in recognised tables."""
    return bool(result.summary.filled)


def has_prose(result: DocumentResult) -> bool:
    """Whether a file makes statements in prose."""
    return bool(result.summary.claims)


def is_partial(result: DocumentResult) -> bool:
    """Whether a file was checked alone and has prose alone or tables alone: another file may have what it lacks."""
    who = result.identity
    if result.status is not DocumentStatus.CHECKED or result.together or who is None:
        return False
    return bool(who.body and who.fiscal_year and who.kind) and has_amounts(result) != has_prose(result)


def partial_remark(result: DocumentResult) -> Said:
    """What a reader of the result of a file must know that has prose alone or tables alone, as far as it was read."""
    c = result.summary.coverage
    if has_amounts(result):
        lacks = (
            said(
                f"none of the {c.prose_numbers} numbers of its prose was understood",
                f"文字说明中的 {c.prose_numbers} 个数字都没有读懂",
            )
            if c.prose_numbers
            else said("this file has tables alone, no prose", "本文件只有报表，没有文字说明")
        )
        apart = said("if the prose is another file, check both together", "文字说明如另有文件，须与本文件一并核对，文字与报表之间才有比对")
    else:
        seen, known = result.tables or 0, result.tables_recognised or 0
        lacks = (
            said(
                f"{seen} tables were seen and {known} recognised, but no figures of statements were read",
                f"看到 {seen} 张表，识别 {known} 张，没有读出报表数据",
            )
            if seen
            else said("this file has prose alone, no tables", "本文件只有文字说明，没有报表")
        )
        apart = said("if the tables are another file, check both together", "报表如另有文件，须与本文件一并核对，文字与报表之间才有比对")
    return said_together((lacks, apart), chinese="。")


def low_remark(result: DocumentResult) -> Said | None:
    """What a reader must know first of a file of which little was understood."""
    if result.identity is None or not (c := result.summary.coverage).is_low:
        return None
    share = c.cells_understood * 100 // c.cells_numeric
    return said(
        f"only {c.cells_understood} of {c.cells_numeric} numbers in tables were understood ({share}%); the rest was not checked",
        f"表格中的 {c.cells_numeric} 个数字只读懂 {c.cells_understood} 个（{share}%），其余没有核对，不能由此得出结论",
    )


def lost_remark(name: str) -> Said:
    """What a reader must know where the other file of the disclosure is known but not at hand."""
    return said(
        f"the database holds another file of this disclosure ({name}); it is gone or changed, so both were not checked together",
        f"数据库中有同一公开件的另一文件（{name}），它已不在原处或已改动，未能一并核对",
    )


def remarked(result: DocumentResult, *remarks: str, first: bool = False) -> DocumentResult:
    """The result with remarks on its disclosure, behind the others or before them."""
    if result.identity is None:
        return result
    before = result.summary.remarks
    after = (*remarks, *before) if first else (*before, *remarks)
    if result.disclosure is not None:
        result = replace(result, disclosure=replace(result.disclosure, remarks=after))
    return replace(result, kept=replace(result.kept, remarks=after)) if result.kept else result


def complementary(results: Mapping[int, DocumentResult]) -> list[tuple[int, ...]]:
    """Which files of a run are one disclosure: indices of one with prose alone and of those with its tables alone.

    They agree in division, body (under whichever print of its name), year and kind, and in the level; where only one prose is left, the level, which a
    file of tables seldom states, may differ. Of tables that come twice (as PDF and as workbook) the fuller one is taken.
    """
    prose: dict[tuple[str, ...], list[int]] = {}
    tables: dict[tuple[str, ...], list[int]] = {}
    seen: set[str] = set()
    for index, result in results.items():
        who = result.identity
        if who is None or result.sha256 in seen or not is_partial(result):
            continue
        seen.add(result.sha256)
        key = (who.division_code or "", body_key(who.body or ""), str(who.fiscal_year), str(who.kind), str(who.level))
        (tables if has_amounts(result) else prose).setdefault(key, []).append(index)
    return [*_matched(results, prose, tables, 5), *_matched(results, prose, tables, 4)]


def _matched(
    results: Mapping[int, DocumentResult], prose: dict[tuple[str, ...], list[int]], tables: dict[tuple[str, ...], list[int]], length: int
) -> list[tuple[int, ...]]:
    """Groups by the first parts of the keys, taken out of what is left."""
    found = []
    ours, theirs = _by_beginning(prose, length), _by_beginning(tables, length)
    for key, proses in ours.items():
        others = theirs.get(key, [])
        if len(proses) != 1 or len(others) != 1 or len(prose[proses[0]]) != 1:
            continue
        group = (prose[proses[0]][0], *_disjoint(results, tables[others[0]]))
        found.append(tuple(sorted(group)))
        prose[proses[0]], tables[others[0]] = [], []
    return found


def _by_beginning(listed: Mapping[tuple[str, ...], list[int]], length: int) -> dict[tuple[str, ...], list[tuple[str, ...]]]:
    """The keys of what is left, by their first parts."""
    found: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for key, files in listed.items():
        if files:
            found.setdefault(key[:length], []).append(key)
    return found


def _disjoint(results: Mapping[int, DocumentResult], candidates: Sequence[int]) -> list[int]:
    """The fullest file, and those that state other tables than the ones taken."""
    taken: set[str] = set()
    chosen = []
    for index in sorted(candidates, key=lambda i: -_facts(results[i])):
        ids = set(results[index].summary.filled) - {_UNKNOWN}
        if not ids & taken:
            taken |= ids
            chosen.append(index)
    return chosen


def _facts(result: DocumentResult) -> int:
    return result.summary.facts or 0
