"""From what a parser saw to a Document: captions attached, tables and paragraphs joined.

Knows no format and no region: the same for text, PDF and DOCX, so that one disclosure reads the same.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ..model.documents.document import Block, Document, Paragraph, Table, TableStatus
from ..model.documents.vocabulary import Vocabulary
from .captions import Caption, find_caption, title_in_first_row
from .headers import count_header_rows
from .paragraphs import drop_furniture, join_paragraphs, renumber
from .tables import begins_anew, is_another_copy, join, repeated_header_rows, same_frame

_NOTE = re.compile(r"^(?:(?:备注|注|说明|注释)\s*\d*\s*)?[:：]|^[（(][^（()）]*(?:无|没有|未|不涉及|本表|此表|空表)[^（()）]*[)）]$")
"""How a note under a table begins (perhaps without its word, as some print it), or a remark in brackets that it is blank."""
_NOTE_NUMBER = re.compile(r"^(?:备注|注|说明|注释)?\s*[:：]?\s*(\d{1,2})\s*[.．、](?!\d)")


def assemble(document: Document, vocabulary: Vocabulary) -> Document:
    """The document with page furniture removed, tables captioned and joined, paragraphs whole."""
    blocks = drop_furniture(document.blocks, document.pages)
    blocks = _caption_and_join(blocks, vocabulary)
    blocks = join_paragraphs(blocks, document.lines_are_physical)
    blocks = _attach_notes(blocks)
    blocks = [_with_header(b, vocabulary) if isinstance(b, Table) else b for b in blocks]
    return replace(document, blocks=tuple(renumber(blocks)), lines_are_physical=False)


def _preceding(out: list[Block]) -> list[Paragraph]:
    """The paragraphs at the end of ``out``, back to the last table."""
    run: list[Paragraph] = []
    for block in reversed(out):
        if not isinstance(block, Paragraph):
            break
        run.append(block)
    return run[::-1]


def _is_continuation(previous: Block | None, table: Table, caption: Caption) -> bool:
    """Whether a table goes on with the block directly before it."""
    if not isinstance(previous, Table) or caption.found:
        return False
    if table.continues:
        return True
    if begins_anew(previous, table) or is_another_copy(previous, table):
        return False
    if previous.pages and table.pages and previous.pages[-1] == table.pages[0]:
        # Two grids on one page with nothing between: one table only if the frame is the same.
        return same_frame(previous, table) and previous.columns == table.columns
    if previous.sheet_name() != table.sheet_name():
        return False
    return previous.columns == table.columns or same_frame(previous, table)


def _caption_and_join(blocks: list[Block], vocabulary: Vocabulary) -> list[Block]:
    out: list[Block] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            out.append(block)
            continue
        before = _preceding(out)
        caption = find_caption(before, vocabulary)
        previous = out[-1] if out else None
        if _is_continuation(previous, block, caption):
            assert isinstance(previous, Table)
            if (whole := join(previous, block)) is not None:
                out[-1] = whole
                continue
        if not caption.found and _says_nothing(block, blocks):
            continue
        repeated = _repeats_last_table(out, block, caption, vocabulary)
        if repeated is not None:
            out = repeated
            continue
        if caption.lines:
            del out[len(out) - caption.lines :]
        title = caption.title or block.title or title_in_first_row(block, vocabulary)
        out.append(
            replace(
                block,
                number=caption.number or block.number,
                title=title,
                unit=caption.unit or block.unit,
                maker=caption.maker or block.maker,
                maker_word=caption.maker_word or block.maker_word,
            )
        )
    return out


def _says_nothing(table: Table, blocks: list[Block]) -> bool:
    """Whether a table is blank and alone on its pages: rules that are drawn there as an ornament."""
    if any(c.text.strip() for c in table.cells) or table.status is not TableStatus.READ or not table.pages:
        return False
    return not any(isinstance(b, Paragraph) and b.place.page in table.pages for b in blocks)


def _repeats_last_table(out: list[Block], table: Table, caption: Caption, vocabulary: Vocabulary) -> list[Block] | None:
    """A continuation under a repeated caption: the same title, number and header rows as the table before."""
    previous = next((b for b in reversed(out) if isinstance(b, Table)), None)
    if previous is None or not caption.title or caption.title != previous.title:
        return None
    if caption.number not in (None, previous.number) or previous.columns != table.columns or not previous.pages or not table.pages:
        return None
    between = len(_preceding(out))
    if between > caption.lines or table.pages[0] != previous.pages[-1] + 1:
        return None
    header = count_header_rows(previous, vocabulary)
    if header == 0 or repeated_header_rows(previous, table) < header:
        return None
    whole = join(previous, table)
    if whole is None:
        return None
    kept = out[: len(out) - between]
    kept[-1] = whole
    return kept


def _attach_notes(blocks: list[Block]) -> list[Block]:
    """Lines 备注：… directly under a table become its notes, those numbered on from 注：1. too."""
    out: list[Block] = []
    for block in blocks:
        previous = out[-1] if out else None
        if isinstance(block, Paragraph) and isinstance(previous, Table) and (_NOTE.match(block.text) or _is_next_note(previous, block)):
            out[-1] = replace(previous, notes=(*previous.notes, block))
        else:
            out.append(block)
    return out


def _is_next_note(table: Table, line: Paragraph) -> bool:
    """Whether a line has the number after that of the table's last note, on the same page."""
    if not table.notes or table.notes[-1].place.page != line.place.page:
        return False
    last, number = _NOTE_NUMBER.match(table.notes[-1].text), _NOTE_NUMBER.match(line.text)
    return last is not None and number is not None and int(number[1]) == int(last[1]) + 1


def _with_header(table: Table, vocabulary: Vocabulary) -> Table:
    if table.header_rows or not table.cells:
        return table
    return replace(table, header_rows=count_header_rows(table, vocabulary))
