"""From what a parser saw to a Document: captions attached, tables and paragraphs joined.

Knows no format and no region: the same for text, PDF and DOCX, so that one disclosure reads the same.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ..model.documents.document import Block, Document, Paragraph, Table, TableStatus
from ..model.documents.text import label_key
from ..model.documents.titles import split_number, title_key
from ..model.documents.vocabulary import Vocabulary
from .caption_rows import caption_rows, open_boxes, without_rows
from .captions import Caption, find_caption
from .headers import count_header_rows
from .paragraphs import drop_furniture, join_paragraphs, renumber
from .sideways import beside
from .signs import signs_of_loss
from .tables import begins_anew, is_another_copy, join, repeated_header_rows, same_frame

_NOTE = re.compile(
    r"^(?:(?:备注|注|说明|注释)\s*+\d*+\s*+)?[:：]|^[（(](?=[^（()）]*(?:无|没有|未|不涉及|本表|此表|空表))[^（()）]*+[)）]$"
)
"""How a note under a table begins (perhaps without its word, as some print it), or a remark in brackets that it is blank."""
_NOTE_NUMBER = re.compile(r"^(?:备注|注|说明|注释)?\s*+[:：]?\s*+(\d{1,2})\s*+[.．、](?!\d)")

_CAPTION_HEIGHT = 80.0
"""Points: a caption of a few lines is no higher."""


def assemble(document: Document, vocabulary: Vocabulary) -> Document:
    """The document with page furniture removed, tables captioned and joined, paragraphs whole."""
    blocks = drop_furniture(document.blocks, document.pages)
    blocks = _with_captions_before(_caption_and_join(blocks, vocabulary))
    blocks = join_paragraphs(blocks, document.lines_are_physical)
    blocks = _attach_notes(blocks)
    blocks = [_with_header(b, vocabulary) if isinstance(b, Table) else b for b in blocks]
    whole = replace(document, blocks=tuple(renumber(blocks)), lines_are_physical=False)
    return replace(whole, problems=(*whole.problems, *signs_of_loss(whole)))


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


def _with_captions_before(blocks: list[Block]) -> list[Block]:
    """Tables without a caption whose caption alone stands at the foot of the page before, where it looked like a table unread."""
    out: list[Block] = []
    for block in blocks:
        above = out[-1] if out else None
        if isinstance(above, Table) and isinstance(block, Table) and _is_caption_of(above, block):
            out[-1] = replace(block, title=above.title, number=above.number, unit=block.unit or above.unit)
        else:
            out.append(block)
    return out


def _is_caption_of(above: Table, table: Table) -> bool:
    """Whether the first is nothing but a caption at the foot of a page, and the second, without one, begins the next."""
    alone = above.status is TableStatus.UNREAD and not above.cells and bool(above.title)
    bare = not table.title and not table.number
    box = above.place.bbox
    if box is not None and box[3] - box[1] > _CAPTION_HEIGHT:
        return False  # a table that could not be read, and not only its caption
    return alone and bare and bool(above.pages and table.pages) and table.pages[0] == above.pages[-1] + 1


def _caption_and_join(blocks: list[Block], vocabulary: Vocabulary) -> list[Block]:
    out: list[Block] = []
    blocks = open_boxes(blocks, vocabulary)
    for block in blocks:
        if isinstance(block, Paragraph):
            out.append(block)
            continue
        before = _preceding(out)
        caption = find_caption(before, vocabulary)
        inside, rows = caption_rows(block, vocabulary)
        if inside.title and (inside.known or not caption.title) and not caption.known:
            caption = Caption()  # what stands above is the cover, not the title
        previous = out[-1] if out else None
        if isinstance(previous, Table) and not caption.found and (pieces := beside(previous, block)) is not None:
            out[-1:] = pieces
            continue
        if _is_continuation(previous, block, caption):
            assert isinstance(previous, Table)
            if (whole := join(previous, block)) is not None:
                out[-1] = whole
                continue
        if not caption.found and _says_nothing(block, blocks):
            continue
        said = _both(caption, inside)
        repeated = _repeats_last_table(out, block, said, rows, vocabulary)
        if repeated is not None:
            out = repeated
            continue
        if caption.lines:
            del out[len(out) - caption.lines :]
        out.append(_captioned(replace(block, caption_rows=rows), said, vocabulary))
    return out


def _both(above: Caption, inside: Caption) -> Caption:
    """One caption of what stands above the grid and what stands in its first rows."""
    maker = above if above.maker else inside
    return Caption(
        above.number or inside.number,
        above.title or inside.title,
        above.unit or inside.unit,
        maker.maker,
        maker.maker_word,
        above.known or inside.known,
        above.lines,
    )


def _captioned(table: Table, said: Caption, vocabulary: Vocabulary) -> Table:
    """The table with its caption; what it does not print is the parser's, or the name of its sheet."""
    title, number = said.title or table.title, said.number or table.number
    sheet = table.sheet_name()
    if not title and sheet and vocabulary.known_title(sheet):
        own, rest = split_number(label_key(sheet))
        title, number = rest or sheet, number or own
    return replace(
        table,
        number=number,
        title=title,
        unit=said.unit or table.unit,
        maker=said.maker or table.maker,
        maker_word=said.maker_word or table.maker_word,
    )


def _says_nothing(table: Table, blocks: list[Block]) -> bool:
    """Whether a table is blank and alone on its pages: rules that are drawn there as an ornament."""
    if any(c.text.strip() for c in table.cells) or table.status is not TableStatus.READ or not table.pages:
        return False
    return not any(isinstance(b, Paragraph) and b.place.page in table.pages for b in blocks)


def _repeats_last_table(out: list[Block], table: Table, caption: Caption, rows: int, vocabulary: Vocabulary) -> list[Block] | None:
    """A continuation under a repeated caption: title and header rows of the table before, its number or none.

    ``rows`` are the rows of the table that hold the caption.
    """
    previous = next((b for b in reversed(out) if isinstance(b, Table)), None)
    if previous is None or not _same_caption(previous, caption):
        return None
    if previous.columns != table.columns or not previous.pages or not table.pages:
        return None
    between = len(_preceding(out))
    if between > caption.lines or table.pages[0] != previous.pages[-1] + 1:
        return None
    if is_another_copy(previous, table):
        return None
    header = count_header_rows(previous, vocabulary)
    if rows and not previous.caption_rows:
        table = without_rows(table, rows)
    if header == 0 or repeated_header_rows(previous, table) < header:
        return None
    if caption.number != previous.number and begins_anew(previous, table):
        return None
    whole = join(previous, table)
    if whole is None:
        return None
    kept = out[: len(out) - between]
    kept[-1] = whole
    return kept


def _same_caption(previous: Table, caption: Caption) -> bool:
    """Whether a caption is that of the table before, printed again: nothing in it says otherwise."""
    if caption.title and (not previous.title or title_key(caption.title) != title_key(previous.title)):
        return False
    said = ((caption.number, previous.number), (caption.unit, previous.unit), (caption.maker, previous.maker))
    return bool(caption.title or caption.unit) and all(a is None or a == b for a, b in said)


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
