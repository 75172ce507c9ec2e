"""A scanned page: its rules found by OpenCV, its text by OCR, put together as any other page.

Of use only where the extra [ocr] is installed.
"""

from __future__ import annotations

import re
from typing import Any

from .... import BBox, said
from ..pdf.grids.grid import GridCell
from ..pdf.grids.lattice import Lattice, lattices_of
from ..pdf.grids.page import PageContent, no_text
from ..pdf.ink.rules import Rule, pieces_of, rules_of
from ..pdf.letters.lines import Run, cell_text, room_after
from .engine import Word, ocr_page, ocr_pieces, optional

cv2: Any = optional("cv2")
np: Any = optional("numpy")

DPI = 150
"""Pixels an inch at which pages are drawn for OCR."""
_SCALE = DPI / 72
_SHORTEST = 0.016
"""Of the page's width: shorter strokes are no rules but parts of characters."""
_NARROWEST, _LOWEST = 60.0, 14.0
"""Points: the least width and height of a frame; strokes of characters that touch are smaller. A rule alone is longer."""
_SHORT, _TOUCH = 24.0, 4.0
"""Points: a rule not longer than this must meet others at both ends, no further away than that."""
_FRAMED = 0.8
"""Share of the width of a grid along which a rule runs at its top and bottom."""
_THICKEST = 2.9
"""Points: a rule of a scan is not drawn thicker, and must stay within what a grid takes for a rule."""
_MOST_TILT = 3.0
"""Degrees by which a page may lie askew."""
_SAMPLED = 60_000
"""Dark pixels that are enough to see how a page lies."""
_RED = 50
"""Of 255: how much more red than green or blue the ink of a stamp is."""
_FEW_WORDS = 5
_TALL = 0.3
"""Share of words higher than wide from which on a page may lie on its side."""
_NONSENSE = 0.75
"""Mean confidence under which a page may lie upside down."""
_DOUBTED = 0.7
"""Confidence, at most, of a figure that is printed unlike the others of its column."""
_LINE = 9
"""Pixels: what is not higher is no line of text."""
_LEAST_SURE = 0.6
"""Confidence from which on a text is taken that only a second look found."""
_STROKES = frozenset("一-—_.·丨|'`,‘’、~﹣") | {""}
_LEAST_INK = 0.012
"""Share of dark pixels in a cell from which on something is printed in it."""


def read_picture(image: Any, number: int, width: float, height: float) -> PageContent:
    """A page (``image`` a picture in RGB drawn at DPI, ``width`` and ``height`` in points) with the confidence of every text.

    A page that lies on its side or upside down is turned first.
    """
    image = straight(without_stamps(np.asarray(image)))
    words = ocr_page(image)
    turned = 0
    for quarters in _turns_to_try(words):
        other = straight(np.ascontiguousarray(np.rot90(image, -quarters)))
        found = ocr_page(other)
        if not _turns_to_try(found) or _sense(found) > 1.2 * _sense(words):
            image, words, turned = other, found, quarters
        if turned and not _turns_to_try(words):
            break
    content = PageContent(number, width, height, 0, "ocr", turned=turned)
    _fill_page(content, image, words)
    return content


def _fill_page(content: PageContent, image: Any, words: list[Word]) -> None:
    """Puts the words of an upright picture into the grids that its rules draw, or beside them."""
    ink = _ink(image)
    pieces = _pieces(ink)
    across, down = rules_of(pieces)
    across, down = _held(across, down), _held(down, across)
    lattices, loose = lattices_of(across, down)
    lattices = [g for g in lattices if _is_framed(g, across)]
    content.rules = pieces_of(pieces, loose)
    place = _Placing(image, ink, lattices)
    for word in words:
        place.add(word)
    unread = place.fill()
    content.runs = place.outside
    content.confidences = place.sure
    content.grids = [g.grid() for g in lattices]
    if not content.runs and not any(c.text for g in content.grids for c in g.cells):
        content.grids, content.problem = [], no_text(": OCR found no text in the page's picture", "：OCR 在页面图片中没有认出文字")
    elif unread:
        content.problem = said(
            f"{unread} cells of the scanned page hold something that OCR could not read", f"扫描页有 {unread} 个单元格中的内容 OCR 没有认出"
        )


def _turns_to_try(words: list[Word]) -> tuple[int, ...]:
    """Quarter turns clockwise that may bring a page upright: none if it is."""
    several = [w for w in words if len(w.text) > 1]
    if len(several) < _FEW_WORDS:
        return ()
    tall = sum(w.bbox[3] - w.bbox[1] > 1.3 * (w.bbox[2] - w.bbox[0]) for w in several)
    if tall > _TALL * len(several):
        return (1, 3)
    return (2,) if sum(w.confidence for w in words) < _NONSENSE * len(words) else ()


def _sense(words: list[Word]) -> float:
    """How much was recognised, by how sure it is."""
    return sum(w.confidence * len(w.text) for w in words)


def without_stamps(image: Any) -> Any:
    """The picture with red ink as light as red glass is: what is printed in black under a stamp stays."""
    red, green, blue = image[..., 0].astype(np.int16), image[..., 1].astype(np.int16), image[..., 2].astype(np.int16)
    stamped = red - np.maximum(green, blue) > _RED
    if not stamped.any():
        return image
    shade = np.clip(image[..., 0][stamped] * (255.0 / max(1.0, float(np.median(image[..., 0][stamped])))), 0, 255)
    clean = image.copy()
    clean[stamped] = shade.astype(np.uint8)[:, None]
    return clean


def straight(image: Any) -> Any:
    """The picture turned so that its lines of text and rules are level."""
    ys, xs = np.nonzero(_ink(image))
    if len(xs) < 500:
        return image
    step = max(1, len(xs) // _SAMPLED)
    ys, xs = ys[::step].astype(np.float64), xs[::step].astype(np.float64)

    def sharpness(degrees: float) -> float:
        """How much the ink gathers on few lines if the page is turned so far."""
        rows = ys - xs * np.tan(np.radians(degrees))
        counts = np.bincount((rows - rows.min()).astype(np.int64)).astype(np.float64)
        return float((counts * counts).sum())

    tilt, level = 0.0, sharpness(0.0)
    for reach, by in ((_MOST_TILT, 0.25), (0.2, 0.05), (0.04, 0.01)):
        tilt = max((tilt + i * by for i in range(-round(reach / by), round(reach / by) + 1)), key=sharpness)
    if abs(tilt) < 0.05 or sharpness(tilt) < 1.02 * level:
        return image
    height, width = image.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), tilt, 1.0)
    return cv2.warpAffine(image, turn, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)


def _ink(image: Any) -> Any:
    """Dark pixels as 255: darker than their surroundings, so that shadows and stains of a scan do not count."""
    gray = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    return cv2.adaptiveThreshold(gray, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15)


def _pieces(ink: Any) -> list[BBox]:
    """Boxes, in points, of strokes that are long and thin and belong to a frame or a long rule, not to characters."""
    length = max(20, int(ink.shape[1] * _SHORTEST))
    strokes = []
    for kernel, joint in (((length, 1), (5, 3)), ((1, length), (3, 5))):
        found = cv2.morphologyEx(ink, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, kernel))
        strokes.append(cv2.morphologyEx(found, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, joint)))
    near = cv2.dilate(strokes[0] | strokes[1], np.ones((5, 5), np.uint8))
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(near, connectivity=8)
    large = (boxes[:, 2] >= _NARROWEST * _SCALE) & ((boxes[:, 3] >= _LOWEST * _SCALE) | (boxes[:, 2] >= 3 * _NARROWEST * _SCALE))
    large[0] = False
    frames = np.where(large[labels], 255, 0).astype(np.uint8)
    pieces: list[BBox] = []
    for level, lines in zip((True, False), strokes, strict=True):
        _, _, boxes, _ = cv2.connectedComponentsWithStats(lines & frames, connectivity=8)
        for x, y, w, h, _ in boxes[1:].tolist():
            pieces += _piece(x, y, w, h, level=level)
    return pieces


def _piece(x: int, y: int, w: int, h: int, *, level: bool) -> list[BBox]:
    """A stroke as a rule of one point around its middle; none if it is an area."""
    if (h if level else w) > 3 * _THICKEST * _SCALE or (w if level else h) < 3 * (h if level else w):
        return []
    x0, top, x1, bottom = x / _SCALE, y / _SCALE, (x + w) / _SCALE, (y + h) / _SCALE
    if level:
        middle = (top + bottom) / 2
        return [(x0, middle - 0.5, x1, middle + 0.5)]
    middle = (x0 + x1) / 2
    return [(middle - 0.5, top, middle + 0.5, bottom)]


def _held(rules: list[Rule], crossing: list[Rule]) -> list[Rule]:
    """Rules without the strokes of characters that touch a frame: short ones of which an end meets no other rule."""

    def meets(level: float, end: float) -> bool:
        return any(abs(y - end) <= _TOUCH and x0 - _TOUCH <= level <= x1 + _TOUCH for y, x0, x1 in crossing)

    return [r for r in rules if r[2] - r[1] > _SHORT or (meets(r[0], r[1]) and meets(r[0], r[2]))]


def _is_framed(lattice: Lattice, across: list[Rule]) -> bool:
    """Whether a rule runs along the top and the bottom: strokes of characters that touch one another draw no such frame."""
    x0, top, x1, bottom = lattice.bbox
    for level in (top, bottom):
        drawn = sum(min(end, x1) - max(start, x0) for y, start, end in across if abs(y - level) <= 2.0 and end > x0 and start < x1)
        if drawn < _FRAMED * (x1 - x0):
            return False
    return True


class _Placing:
    """Puts what was recognised into the cells of grids, or beside them."""

    def __init__(self, image: Any, ink: Any, lattices: list[Lattice]) -> None:
        self._image, self._ink, self._lattices = image, ink, lattices
        self.outside: list[Run] = []
        self.sure: dict[Run, float] = {}
        self._inside: dict[int, list[tuple[Run, float]]] = {}
        self._cells: dict[int, GridCell] = {}

    def add(self, word: Word) -> None:
        """A text goes where its middle is; one that reaches over a rule is read again, piece by piece."""
        run = _run(word)
        lattice = next((g for g in self._lattices if _within(run, g.bbox)), None)
        if lattice is None:
            self.outside.append(run)
            self.sure[run] = word.confidence
            return
        homes = self._homes(lattice, run)
        if len(homes) == 1:
            self._put(homes[0], run, word.confidence)
            return
        for cell in homes:
            part = (max(run[0], cell.bbox[0]), max(run[1], cell.bbox[1]), min(run[2], cell.bbox[2]), min(run[3], cell.bbox[3]))
            self._read_again(cell, part)

    def _homes(self, lattice: Lattice, run: Run) -> list[GridCell]:
        """The cells that hold more than a sliver of a run."""
        x0, top, x1, bottom, _ = run
        area = (x1 - x0) * (bottom - top)
        shares = [(_common(run[:4], c.bbox) / area, c) for c in lattice.cells]
        most = max(shares, key=lambda s: s[0])
        if most[0] > 0.85:
            return [most[1]]
        wide = [c for share, c in shares if share > 0.08 and min(x1, c.bbox[2]) - max(x0, c.bbox[0]) > 0.35 * (bottom - top)]
        return wide or [most[1]]

    def _put(self, cell: GridCell, run: Run, confidence: float) -> None:
        self._cells[id(cell)] = cell
        self._inside.setdefault(id(cell), []).append((run, confidence))

    def _read_again(self, cell: GridCell, box: BBox) -> bool:
        """Recognises what stands in a box of a cell; whether anything does."""
        piece = self._cut(box)
        if piece is None:
            return False
        ((text, confidence),) = ocr_pieces([piece])
        if text.strip():
            self._put(cell, (*box, typed_brackets(text.strip())), confidence)
        return bool(text.strip())

    def _cut(self, box: BBox) -> Any:
        """The picture of a box without the rules around it; None if there is no ink in it."""
        x0, top, x1, bottom = (round(v * _SCALE) for v in box)
        edge = 3
        x0, top, x1, bottom = max(0, x0 + edge), max(0, top + edge), x1 - edge, bottom - edge
        if x1 - x0 < 6 or bottom - top < 8 or self._ink[top:bottom, x0:x1].mean() / 255 < _LEAST_INK:
            return None
        return cv2.copyMakeBorder(self._image[top:bottom, x0:x1], 6, 6, 10, 10, cv2.BORDER_CONSTANT, value=(255, 255, 255))

    def fill(self) -> int:
        """Writes the texts into the cells; how many cells hold ink but no text."""
        unread = 0
        last = {id(c) for g in self._lattices for c in g.cells if c.row + c.rowspan == g.rows}
        for lattice in self._lattices:
            for cell in lattice.cells:
                if id(cell) in self._inside:
                    self._look_beside(cell)
                elif not self._look_closer(cell):
                    unread += 1
        for key, parts in self._inside.items():
            cell = self._cells[key]
            runs = [run for run, _ in parts]
            cell.text = cell_text(runs, cell.bbox)
            cell.room = room_after(runs, cell.bbox) if key in last else None
            cell.confidence = min(confidence for _, confidence in parts)
        for lattice in self._lattices:
            _doubt_odd_figures(lattice.cells)
        return unread

    def _look_beside(self, cell: GridCell) -> None:
        """Reads lines of a cell that detection has passed over, as it does in narrow columns."""
        x0, top, x1, bottom = (round(v * _SCALE) for v in cell.bbox)
        inset = 5
        left, upper = x0 + inset, top + inset
        ink = self._ink[upper : bottom - inset, left : x1 - inset].copy()
        if ink.size == 0:
            return
        for run, _ in self._inside[id(cell)]:
            a, b, c, d = (round(v * _SCALE) for v in run[:4])
            ink[max(0, b - upper - 2) : max(0, d - upper + 2), max(0, a - left - 2) : max(0, c - left + 2)] = 0
        rows = np.flatnonzero((ink > 0).sum(axis=1) >= 2)
        for band in np.split(rows, np.flatnonzero(np.diff(rows) > 2) + 1):
            if len(band) < _LINE:
                continue
            columns = np.flatnonzero((ink[band[0] : band[-1] + 1] > 0).any(axis=0))
            if np.ptp(columns) < _LINE:
                continue
            box = (left + columns[0] - 4, upper + band[0] - 4, left + columns[-1] + 5, upper + band[-1] + 5)
            piece = self._cut((box[0] / _SCALE - 1.4, box[1] / _SCALE - 1.4, box[2] / _SCALE + 1.4, box[3] / _SCALE + 1.4))
            if piece is None:
                continue
            ((text, confidence),) = ocr_pieces([piece])
            if confidence >= _LEAST_SURE and text.strip() not in _STROKES:
                place = tuple(float(v) / _SCALE for v in box)
                self._put(cell, (place[0], place[1], place[2], place[3], typed_brackets(text.strip())), confidence)

    def _look_closer(self, cell: GridCell) -> bool:
        """Reads a cell in which no text was found although something is printed, such as a single digit.

        A lone stroke is the rest of a rule or a dash for nothing: the cell stays blank.
        """
        box = self._printed(cell)
        piece = None if box is None else self._cut(box)
        if box is None or piece is None:
            return True
        ((text, confidence),) = ocr_pieces([piece])
        text = text.strip()
        if confidence >= _LEAST_SURE and text not in _STROKES:
            self._put(cell, (*box, typed_brackets(text)), confidence)
            return True
        return text in _STROKES

    def _printed(self, cell: GridCell) -> BBox | None:
        """The box, in points, of the ink in a cell, its rules apart; None if there is hardly any."""
        x0, top, x1, bottom = (round(v * _SCALE) for v in cell.bbox)
        inset = 6
        ink = self._ink[top + inset : bottom - inset, x0 + inset : x1 - inset]
        ys, xs = np.nonzero(ink)
        if len(xs) < 25 or np.ptp(ys) < 6:
            return None
        margin = 8
        left, upper = x0 + inset + int(xs.min()) - margin, top + inset + int(ys.min()) - margin
        right, lower = x0 + inset + int(xs.max()) + margin, top + inset + int(ys.max()) + margin
        return (max(x0, left) / _SCALE, max(top, upper) / _SCALE, min(x1, right) / _SCALE, min(bottom, lower) / _SCALE)


def _doubt_odd_figures(cells: list[GridCell]) -> None:
    """Lowers the confidence of figures without decimals where their column prints decimals: a point is lost easily."""
    columns: dict[int, list[GridCell]] = {}
    for cell in cells:
        if cell.colspan == 1 and cell.text:
            columns.setdefault(cell.column, []).append(cell)
    for column in columns.values():
        exact = sum(bool(_DECIMALS.match(c.text)) for c in column)
        bare = [c for c in column if _BARE.match(c.text)]
        if exact >= 3 and exact > len(bare):
            for cell in bare:
                cell.confidence = min(cell.confidence or 0.0, _DOUBTED)


def _run(word: Word) -> Run:
    x0, top, x1, bottom = (v / _SCALE for v in word.bbox)
    return (x0, top, x1, bottom, typed_brackets(word.text.strip()))


_DECIMALS = re.compile(r"^-?[\d,]+\.\d{2}$")
_BARE = re.compile(r"^-?\d[\d,.:]*$(?<!\.\d\d)")
_HALF = str.maketrans("():;,", "（）：；，")
_BETWEEN_CJK = re.compile(r"(?<=[\u4e00-\u9fff])[():;,]|[(](?=[\u4e00-\u9fff])|(?<=）)[:;,]")


def typed_brackets(text: str) -> str:
    """Punctuation beside CJK characters in its full width, which OCR does not tell from the half."""
    wide = _BETWEEN_CJK.sub(lambda m: m[0].translate(_HALF), text)
    return wide.replace(")", "）") if wide.count("（") > wide.count("）") and wide.count("(") == 0 else wide


def _within(run: Run, box: BBox) -> bool:
    x, y = (run[0] + run[2]) / 2, (run[1] + run[3]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _common(a: BBox, b: BBox) -> float:
    return max(0.0, min(a[2], b[2]) - max(a[0], b[0])) * max(0.0, min(a[3], b[3]) - max(a[1], b[1]))
