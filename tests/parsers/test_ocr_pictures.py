"""What is done with a scanned picture before and after recognition; nothing is recognised here."""

from __future__ import annotations

import pytest

from mingzhang.plugins.parsers.ocr import engine as ocr
from mingzhang.plugins.parsers.ocr.engine import Word
from mingzhang.plugins.parsers.pdf.grids.grid import GridCell

pytestmark = pytest.mark.ocr

if ocr.is_installed():
    import cv2
    import numpy as np

    from mingzhang.plugins.parsers.ocr import page as ocr_page


def page() -> np.ndarray:
    """Rows of marks as print makes them, on white."""
    picture = np.full((1000, 800, 3), 255, np.uint8)
    for y in range(100, 900, 30):
        for x in range(80, 700, 14):
            if (x * 7 + y) % 5:
                picture[y : y + 10, x : x + 9] = 0
    return picture


def tilt_of(picture: np.ndarray) -> float:
    """By how many degrees the first row of marks is not level."""
    ys, xs = np.nonzero(picture[..., 0] < 128)
    first = [ys[(xs >= low) & (xs < low + 60)].min() for low in (100, 620)]
    return float(np.degrees(np.arctan2(first[1] - first[0], 520)))


@pytest.mark.parametrize("degrees", [-2.0, -0.6, 0.4, 1.5])
def test_a_skewed_page_is_levelled(degrees: float) -> None:
    turn = cv2.getRotationMatrix2D((400, 500), degrees, 1.0)
    skewed = cv2.warpAffine(page(), turn, (800, 1000), borderValue=(255, 255, 255))
    assert abs(tilt_of(skewed)) > 0.25
    assert abs(tilt_of(ocr_page.straight(skewed))) <= 0.16


def test_a_level_page_and_an_empty_one_stay_as_they_are() -> None:
    level, empty = page(), np.full((400, 300, 3), 255, np.uint8)
    assert ocr_page.straight(level) is level
    assert ocr_page.straight(empty) is empty


def test_a_red_stamp_goes_and_print_under_it_stays() -> None:
    picture = page()
    seal = np.full(picture.shape, 255.0)
    cv2.circle(seal, (400, 500), 120, (215, 50, 60), 6)
    clean = ocr_page.without_stamps((picture * (seal / 255)).astype(np.uint8))
    assert (clean[picture[..., 0] == 0] < 60).all()
    assert (clean[picture[..., 0] == 255] > 225).all()
    assert ocr_page.without_stamps(picture) is picture


def words(width: float, height: float, confidence: float = 0.95) -> list[Word]:
    return [Word("一般公共预算", (0.0, i * 40.0, width, i * 40.0 + height), confidence) for i in range(8)]


def test_which_turns_are_tried() -> None:
    assert ocr_page._turns_to_try(words(120, 20)) == ()
    assert ocr_page._turns_to_try(words(20, 120)) == (1, 3)
    assert ocr_page._turns_to_try(words(120, 20, 0.5)) == (2,)
    assert ocr_page._turns_to_try([]) == ()


def test_a_figure_without_its_point_is_doubted() -> None:
    texts = ["505.86", "87.27", "50586", "620.29", "合计", "1,027.16"]
    cells = [GridCell(i, 1, 1, 1, (0, 0, 9, 9), text, 0.99) for i, text in enumerate(texts)]
    codes = [GridCell(i, 0, 1, 1, (0, 0, 9, 9), code, 0.99) for i, code in enumerate(("208", "210", "221", "20805"))]
    ocr_page._doubt_odd_figures(cells + codes)
    assert [c.text for c in cells + codes if (c.confidence or 0) < 0.9] == ["50586"]


def test_strokes_of_characters_beside_a_frame_are_no_rules() -> None:
    across = [(100.0, 50.0, 300.0), (120.0, 50.0, 300.0)]
    down = [(50.0, 100.0, 120.0), (180.0, 88.0, 98.0), (300.0, 60.0, 120.0)]
    assert ocr_page._held(down, across) == [(50.0, 100.0, 120.0), (300.0, 60.0, 120.0)]
