from __future__ import annotations

import pytest

from mingzhang.core.asking.forms import Form, FormError


@pytest.mark.parametrize(
    "slots",
    [
        {"intent": "delete"},
        {"intent": "figure", "kind": "draft"},
        {"intent": "figure", "years": (1,)},
        {"intent": "figure", "subjects": ("target:nothing",)},
        {"intent": "figure", "subjects": ("functional:1; drop table",)},
        {"intent": "figure", "subjects": ("rows",)},
    ],
)
def test_a_form_that_no_question_makes_is_rejected(slots):
    with pytest.raises(FormError):
        Form(**slots)


def test_a_form_is_shown_with_its_slots():
    shown = Form("figure", subjects=("target:three_public",), years=(2031,)).as_json()
    assert shown["intent"] == "figure"
    assert shown["subjects"] == ["target:three_public"]
