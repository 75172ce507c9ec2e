"""How much of the shared samples is understood: cells and numbers of the prose."""

from pathlib import Path

import pytest

from mingzhang import check

pytestmark = pytest.mark.samples


@pytest.mark.parametrize("stem", ["shache2024", "ebian2023", "aketao2021", "kashi2022", "urumqi2024"])
@pytest.mark.parametrize("form", ["docx/{}.docx", "pdf/lo_{}.pdf"])
def test_rendered(samples: Path, stem: str, form: str) -> None:
    disclosure = check(samples / "rendered" / form.format(stem)).documents[0].disclosure
    assert disclosure is not None
    c = disclosure.coverage
    assert c.cells_numeric > 100 and c.cells_understood >= c.cells_numeric * 0.995
    assert c.prose_numbers > 50 and c.prose_understood >= c.prose_numbers * 0.97
    assert len([u for u in c.unread if "/" not in u.where]) == c.prose_numbers - c.prose_understood, "what is not understood is listed"
