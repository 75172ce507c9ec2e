"""What becomes of a file, or of several that are one disclosure: read, understood, checked."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from ..checking.engine import check_disclosure
from ..errors import UsageError
from ..model.checks.across import PackedDisclosure, comparable_of
from ..model.disclosures.body import body_key
from ..model.disclosures.coverage import Coverage
from ..model.disclosures.disclosure import Disclosure, DocumentType, Kind, Statement
from ..model.documents.document import Document
from ..model.documents.parser import SlowError, UnreadableError
from ..model.documents.said import said, said_together
from ..model.results.result import DocumentResult, DocumentStatus
from ..plugins.guests import show_traceback
from ..plugins.manager import Plugins
from ..reading.read import read_source, source_of
from ..understanding.coverage import coverage
from ..understanding.identity import identify, is_covered, not_covered, type_of
from ..understanding.understand import understand
from .inputs import Input
from .joining import is_partial, low_remark, merged, named_findings, partial_remark, placed, pointing, remarked, share
from .options import Options
from .workers import NeedsTime, out_of_memory

_LARGEST_HASHED = 1 << 30
_UNKNOWN = said(
    "not recognised as a budget or final-account disclosure (no body, kind or statement found)",
    "不像是预算或决算公开文件（没有找到单位、类别或报表）",
)


def understand_document(document: Document, plugins: Plugins, region: str | None = None) -> Disclosure | None:
    """The disclosure of a document with the loaded packs. Raises UsageError if the forced region is not loaded."""
    if region is not None and region not in plugins.regions:
        raise UsageError(f"no region {region!r}; loaded: {', '.join(sorted(plugins.regions))}")
    return understand(document, plugins.regions, plugins.layouts, plugins.references, region)


def check_files(items: Sequence[Input], plugins: Plugins, options: Options, *, patient: bool) -> tuple[DocumentResult, ...] | NeedsTime:
    """The results of the files of one disclosure (or of one file), or how much time they need (if not ``patient``).

    Never raises for what is in the files, but MemoryError.
    """
    read = [_read(item, plugins, options, patient=patient) for item in items]
    if slow := [r.seconds for r in read if isinstance(r, NeedsTime)]:
        return NeedsTime(sum(slow))
    results = [r for r in read if not isinstance(r, NeedsTime)]
    whole = list({r.sha256: r for r in reversed(results) if r.document is not None}.values())
    if len(whole) < 2:
        return tuple(_guarded(r, plugins, options) for r in results)
    started = time.perf_counter()
    try:
        found = {r.sha256: r for r in _check_together(whole[::-1], plugins, options)}
    except (UsageError, MemoryError):
        raise
    except Exception as error:  # see _guarded
        found = {r.sha256: _failed(r, error) for r in whole}
    seconds = (time.perf_counter() - started) / len(whole)
    return tuple(
        replace(found[r.sha256], path=r.path, meta=r.meta, seconds=r.seconds + seconds) if r.document is not None else r for r in results
    )


def check_file(item: Input, plugins: Plugins, options: Options) -> DocumentResult:
    """The result of one file, in this process and without limits. Never raises for what is in the file."""
    return check_here([item], plugins, options)[0]


def check_here(items: Sequence[Input], plugins: Plugins, options: Options) -> tuple[DocumentResult, ...]:
    """:func:`check_files` in this process and without limits."""
    try:
        results = check_files(items, plugins, options, patient=True)
    except MemoryError:
        return tuple(given_up(i, out_of_memory(), options) for i in items)
    assert not isinstance(results, NeedsTime)
    return results


def check_document(document: Document, plugins: Plugins, options: Options) -> DocumentResult:
    """The result of a document that was read already, in this process. Never raises for what is in it, but MemoryError."""
    read = DocumentResult(
        document.path,
        document.sha256,
        document.size,
        DocumentStatus.UNRECOGNISED,
        reason=_UNKNOWN,
        parser=document.parser,
        document=document,
    )
    return _guarded(read, plugins, options)


def given_up(item: Input, reason: str, options: Options) -> DocumentResult:
    """The result of a file whose reading was ended from outside, with its hash if that can be had."""
    sha, size = "", 0
    try:
        if item.path.is_file() and item.path.stat().st_size <= _LARGEST_HASHED:
            source = source_of(item.path, item.name)
            sha, size = source.sha256, source.size
    except (UnreadableError, OSError):
        pass
    return DocumentResult(item.name, sha, size, DocumentStatus.UNREADABLE, reason=reason, meta=options.provenance(item.name))


def _read(item: Input, plugins: Plugins, options: Options, *, patient: bool) -> DocumentResult | NeedsTime:
    """A result that holds the document, not yet recognised; or unreadable, without one."""
    started = time.perf_counter()
    result = DocumentResult(item.name, "", 0, DocumentStatus.UNREADABLE, meta=options.provenance(item.name))
    try:
        if item.problem:
            raise UnreadableError(item.problem)
        source = source_of(item.path, item.name)
        result = replace(result, sha256=source.sha256, size=source.size)
        document = read_source(source, plugins, options.engine, patient=patient)
        result = replace(result, parser=document.parser, engine=document.engine)
        if not document.blocks:
            raise UnreadableError(
                said_together(document.problems) if document.problems else said("nothing could be read of it", "没有读出任何内容")
            )
        result = replace(result, status=DocumentStatus.UNRECOGNISED, reason=_UNKNOWN, document=document)
    except SlowError as error:
        return NeedsTime(error.seconds)
    except UnreadableError as error:
        result = replace(result, reason=error.words)
    except (UsageError, MemoryError):
        raise
    except Exception as error:  # whatever one file does must lose nothing of the others
        result = _failed(result, error)
    return replace(result, seconds=time.perf_counter() - started)


def _failed(result: DocumentResult, error: Exception) -> DocumentResult:
    show_traceback(error)
    what = f"{type(error).__name__}: {' '.join(str(error).split())}"
    words = said(f"internal error while reading ({what}); please report it with the file", f"读取时内部出错（{what}），请连同文件反馈")
    return replace(result, status=DocumentStatus.UNREADABLE, reason=words, document=None)


def _guarded(result: DocumentResult, plugins: Plugins, options: Options) -> DocumentResult:
    """The result with what checking gives."""
    if result.document is None:
        return result
    started = time.perf_counter()
    try:
        checked = _check(result, result.document, plugins, options)
    except (UsageError, MemoryError):
        raise
    except Exception as error:  # see _read
        checked = _failed(result, error)
    return replace(checked, seconds=result.seconds + time.perf_counter() - started)


def _check(result: DocumentResult, document: Document, plugins: Plugins, options: Options) -> DocumentResult:
    disclosure = understand_document(document, plugins, options.region)
    if disclosure is None:
        nature = type_of(document)
        covered = nature.type is None or is_covered(nature)
        return replace(result, document_type=nature.type, reason=result.reason if covered else not_covered(nature))
    approved, published = (result.meta.approved_on, result.meta.published_on) if result.meta else (None, None)
    disclosure = replace(disclosure, approved_on=approved, published_on=published or document.published_on)
    region = plugins.regions[disclosure.identity.region]
    findings, ledger = check_disclosure(disclosure, plugins.rules, region, options.selection, plugins.guest_rules)
    checked = replace(
        result,
        status=DocumentStatus.CHECKED,
        reason=None,
        document_type=_type_of_kind(disclosure.identity.kind),
        document=document,
        disclosure=disclosure,
        findings=findings,
        ledger=ledger,
        comparable=PackedDisclosure.of(found) if (found := comparable_of(disclosure, plugins.rules)) is not None else None,
    )
    if is_partial(checked):
        checked = remarked(checked, partial_remark(checked))
    low = low_remark(checked)
    return checked if low is None else remarked(checked, low, first=True)


def _type_of_kind(kind: Kind | None) -> DocumentType | None:
    return DocumentType(kind) if kind else None


def _check_together(results: Sequence[DocumentResult], plugins: Plugins, options: Options) -> list[DocumentResult]:
    """The files' results as parts of one disclosure; all the findings stand with the one that has most figures."""
    documents = [placed(r.document) for r in results if r.document is not None]
    whole = merged(documents)
    meta = next((r.meta for r in results if r.meta is not None), None)
    checked = _check(replace(results[0], sha256=whole.sha256, meta=meta), whole, plugins, options)
    if checked.disclosure is None:
        return list(results)
    disclosure, lead = checked.disclosure, whole.sha256
    disclosure = replace(disclosure, remarks=(*disclosure.remarks, *_strangers(documents, plugins)))
    prose = max(documents, key=lambda d: sum(len(p.text) for p in d.paragraphs)).sha256

    def cells(statements: Sequence[Statement]) -> Coverage:
        return coverage(statements, (), disclosure.headcounts, disclosure.indicators, disclosure.performance_funds)

    out = []
    for result, document in zip(results, documents, strict=True):
        leads = document.sha256 == lead
        out.append(
            replace(
                result,
                status=DocumentStatus.CHECKED,
                reason=None,
                document_type=checked.document_type,
                document=document,
                disclosure=share(disclosure, document, cells, prose=document.sha256 == prose),
                findings=named_findings(checked.findings, lead) if leads else (),
                ledger=checked.ledger if leads else pointing(checked.ledger, document.sha256, lead),
                together=lead,
                comparable=checked.comparable if leads else None,
            )
        )
    return out


def _strangers(documents: Sequence[Document], plugins: Plugins) -> list[str]:
    """A remark if the files name different bodies: perhaps they do not belong together."""
    known = [identify(d, plugins.regions, plugins.references) for d in documents]
    bodies = {body_key(who.body): who.body for who in known if who is not None and who.body}
    names = "、".join(bodies.values())
    return [said(f"the files name different bodies: {names}", f"合并核对的文件写有不同的单位名称：{names}")] if len(bodies) > 1 else []
