from __future__ import annotations

import hashlib

import pytest

from mingzhang.core.model.documents.privacy import mask

MOBILE = "1" + "38" + "12" * 4
ID = "659901" + "19800101" + "123" + "X"
CARD = "62" + "1" * 15


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (f"电话{MOBILE}。", f"电话138****{MOBILE[-4:]}。"),
        (f"tel:{MOBILE},wx{MOBILE}", f"tel:138****{MOBILE[-4:]},wx138****{MOBILE[-4:]}"),
        ("138-1212-1212", "138-****-1212"),
        (f"+86{MOBILE}", f"+86138****{MOBILE[-4:]}"),
        (ID, "659*************3X"),
        (f"账号{CARD}，", "账号6211*********1111，"),
        (f"1.{MOBILE}", f"1.138****{MOBILE[-4:]}"),
    ],
)
def test_personal_numbers_are_starred(text, masked):
    assert mask(text) == masked
    assert mask(masked) == masked


@pytest.mark.parametrize(
    "text",
    ["2021 2022 2023 2024", ("138" "12345678.00"), "1,381,234.56", "0991-1234567", "51132922T000006789546", "2080505", "", "三公经费",
     "23812345678", ("138" "123456789")],
)  # fmt: skip
def test_other_numbers_stay(text):
    assert mask(text) == text


def test_hashes_stay():
    for n in range(20000):
        digest = hashlib.sha256(str(n).encode()).hexdigest()
        assert mask(digest) == digest
        assert mask(f"1:{digest[:24]}") == f"1:{digest[:24]}"
