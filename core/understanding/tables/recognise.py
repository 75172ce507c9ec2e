"""Which statement a table is, and by what it was known."""

from __future__ import annotations

from enum import StrEnum

from ...model.disclosures.region import Region, StatementTemplate
from ...model.documents.document import Table
from ...model.documents.text import label_key
from ...model.documents.titles import title_key


class RecognisedBy(StrEnum):
    """What made a table known as a statement."""

    TITLE = "title"
    PATTERN = "pattern"
    FORM = "form"
    """The heads of a performance form (一级指标, 二级指标, 三级指标)."""
    FINGERPRINT = "fingerprint"
    """Words of the header, where the title is missing."""


def recognise(table: Table, pack: Region) -> tuple[StatementTemplate, RecognisedBy] | None:
    """The template of a table, and what it was known by; None if the pack does not know it."""
    if table.title and (template := pack.template(table.title)):
        return template, RecognisedBy.TITLE if title_key(table.title) in template.titles else RecognisedBy.PATTERN
    if form := _form_template(table, pack):
        return form, RecognisedBy.FORM
    if untitled := _untitled(table, pack):
        return untitled, RecognisedBy.FINGERPRINT
    return None


def _form_template(table: Table, pack: Region) -> StatementTemplate | None:
    """A performance form without a title, by its heads."""
    words = {label_key(t) for row in table.grid()[:14] for t in row if t}
    if not any(w.startswith("三级指标") for w in words):
        return None
    scored = any(w.startswith(("得分", "自评得分")) for w in words)
    named = "项目名称" in words
    wanted = "self_evaluation" if scored else "project_targets" if named else "overall_targets"
    return next((t for t in pack.statements if t.id == wanted), None)


def _untitled(table: Table, pack: Region) -> StatementTemplate | None:
    """The template of a table without a title whose header has all the words of the template's fingerprint."""
    if table.title:
        return None
    words = {label_key(t) for row in table.grid()[: table.header_rows] for t in row if t}
    return next((t for t in pack.statements if t.fingerprint and t.fingerprint <= words), None)
