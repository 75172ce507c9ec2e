from __future__ import annotations

import hashlib
import itertools
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import PHONE, make_result

from mingzhang.core.model.documents.privacy import is_card_number, mask
from mingzhang.core.store.writer import close_store, open_store, save

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


def _identity(area: str = "650102", born: str = "19800101", order: str = "12" + "3") -> str:
    base = area + born + order
    return (
        base + "10X98765432"[sum(int(d) * w for d, w in zip(base, (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), strict=True)) % 11]
    )


def _card(prefix: str = "6222" + "02", length: int = 19) -> str:
    base = prefix + "7" * (length - len(prefix) - 1)
    return next(base + str(d) for d in range(10) if is_card_number(base + str(d)))


def _written(number: str) -> list[str]:
    """A number as people write it."""
    zero_width, full_width = "\u200b", str.maketrans("0123456789", "０１２３４５６７８９")
    halves = (3, 7) if len(number) == 11 else (6, 14) if len(number) == 18 else (4, 8, 12, 16)
    parts = [number[a:b] for a, b in itertools.pairwise((0, *(h for h in halves if h < len(number)), len(number)))]
    found = [number, number.translate(full_width), zero_width.join(number), " ".join(number), f"\ufe0f{number}\u2062", f"A{number}乙"]
    found += [gap.join(parts) for gap in (" ", "-", "－", " - ", "\u00a0", "\n", ".", "/", "·")]
    return [*found, f"（{parts[0]}）{''.join(parts[1:])}"]


@pytest.mark.parametrize("number", [MOBILE, _identity(), _card(), _card(length=16)], ids=["mobile", "identity", "card", "short card"])
def test_a_number_is_starred_however_it_is_written(number):
    for written in _written(number):
        for text in (written, f"号码：{written}。", f'["{written}"]'.replace("\n", "\\n")):
            shown = mask(text)
            digits = re.sub(r"[^0-9０-９Xx*]", "", unicodedata.normalize("NFKC", shown))
            assert number not in digits, text
            assert "*" in shown, text
            assert len(shown) == len(text)
            assert mask(shown) == shown


@pytest.mark.parametrize(
    "text",
    ["2021 2022 2023 2024", "153 2021 2022", ("138" "12345678.00"), "监督索引号" + "53262200136000501000", "1.10 1.20 1.30 1.40 1.50 1.60",
     "2080505 13.87 13.87 0.00", "650102 2080505 12", "项目编码" + "51132922T000006789546", "第 13 页 8121 元 2121 元", "bgs@xx.gov.cn", "单位地址：虚构路1号",
     "13,812,121,212.00", "2024-01-01 2024-12-31", "（2021）123 号、（2022）4567 号"],
)  # fmt: skip
def test_amounts_codes_years_and_offices_stay(text):
    assert mask(text) == text


@given(st.text(alphabet="0123456789 .-年万元，\n（）/xX\u200b一", max_size=80))
def test_masking_keeps_the_length_and_masks_once(text):
    shown = mask(text)
    assert len(shown) == len(text)
    assert all(b in (a, "*") for a, b in zip(text, shown, strict=True))
    assert mask(shown) == shown


@given(st.decimals(min_value=0, max_value=10**10, places=2, allow_nan=False))
def test_an_amount_is_never_starred(amount):
    for text in (f"{amount:f}", f"{amount:,f}", f"{amount:f}元"):
        assert mask(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("家庭住址：虚构街3号", "家庭住址：*****"),
        ("户籍地址为虚构县虚构村二组", "户籍地址为********"),
        ("以“家庭住址”一类的字样写明路、村为准", "以“家庭住址”一类的字样写明路、村为准"),
        ("护照号：E1234" + "5678", "护照号：E********"),
        ("wang@qq.com", "w***@qq.com"),
        (_card() + ".00", _card()[:4] + "*" * 11 + _card()[-4:] + ".00"),
    ],
)
def test_addresses_passports_mail_and_cards_with_decimals(text, shown):
    assert mask(text) == shown


def test_what_is_stored_holds_no_number_unless_it_is_asked_for(tmp_path):
    for keep in (False, True):
        path = tmp_path / f"{keep}.db"
        db = open_store(path)
        save(db, make_result(), keep_personal=keep)
        close_store(db)
        raw = path.read_bytes()
        assert (PHONE.encode() in raw) == keep
        assert (" ".join(PHONE).encode() in raw) == keep
