"""One body under several prints of its name (单位名称): what they have in common."""

from __future__ import annotations

import re

from ..documents.text import label_key

_PLACE = r"(.{1,15}?(?:[省市县区旗州盟]|自治区))"
_SAME: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), short)
    for pattern, short in (
        (rf"^(?:中国人民政治协商会议|中国人民政协|政协){_PLACE}(?:委员会|委)?", r"\1政协"),
        (r"(?<=[省市县区旗州盟])政协(?:委员会|委)", "政协"),
        (rf"^(?:中国共产党|中共){_PLACE}(?:委员会|委)", r"\1委"),
        (rf"^(?:中国共产主义青年团|共青团){_PLACE}(?:委员会|委)", r"\1团委"),
        (r"人民代表大会(?:常务委员会|常委会)?|人大(?:常务委员会|常委会)", "人大"),
        (r"人民政府", "政府"),
        (r"委员会办公[厅室]|委办公[厅室]", "委办"),
        (r"委?机构编制委办|委编办|编委办", "编办"),
        (r"(?<=.)办公[厅室](?=$|本级|（)", "办"),
        (r"委员会(?=$|本级|（)", "委"),
        (r"人民(?=法院|检察院)", ""),
        (r"^.{2,10}?(?:省|自治区)(?=.{2,8}[市县区旗州盟])", ""),
    )
)
"""In this order: institutions in full and in short."""


def body_key(name: str) -> str:
    """What all prints of one body's name have in common; for comparing only, never shown.

    中国共产党某省委员会办公厅 and 中共某省委办公厅, 人大常委会 and 人民代表大会常务委员会, 县政府办 and 县人民政府办公室 are equal.
    """
    key = label_key(name)
    for pattern, short in _SAME:
        key = pattern.sub(short, key)
    return key
