"""Personal numbers are composed here, never written down."""

import random
from pathlib import Path

import pytest

from mingzhang import check
from mingzhang.core.model.documents.privacy import mask
from mingzhang.core.model.results.result import DocumentResult

BASE = (Path(__file__).parent / "bases" / "xinjiang_budget.txt").read_text(encoding="utf-8")
MARK = "本文件为测试而虚构，不代表任何真实单位。"


def mobile(rng: random.Random) -> str:
    return "1" + str(rng.randint(3, 9)) + "".join(str(rng.randint(0, 9)) for _ in range(9))


def identity_number(rng: random.Random) -> str:
    body = "652922" + "1987" + "0605" + f"{rng.randint(0, 999):03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11]


def checked(tmp_path: Path, text: str) -> DocumentResult:
    path = tmp_path / "made.txt"
    path.write_text(BASE.replace(MARK, MARK + text), encoding="utf-8")
    return check(path).documents[0]


@pytest.mark.parametrize("seed", range(5))
def test_a_mobile_number_is_a_remark_and_is_masked(tmp_path: Path, seed: int) -> None:
    number = mobile(random.Random(seed))
    found = [f for f in checked(tmp_path, f"联系电话：{number}。").findings if f.rule == "privacy.mobile"]
    assert [str(f.severity) for f in found] == ["info"]
    assert number not in repr(found), "the number must not be repeated"
    assert number[:3] + "****" + number[-4:] in found[0].message


@pytest.mark.parametrize("seed", range(5))
def test_an_identity_number_is_an_error_and_is_masked(tmp_path: Path, seed: int) -> None:
    number = identity_number(random.Random(seed))
    found = [f for f in checked(tmp_path, f"身份证号：{number}。").findings if f.rule == "privacy.id-number"]
    assert [str(f.severity) for f in found] == ["error"]
    assert number not in repr(found)


def test_eighteen_digits_with_a_wrong_check_digit_are_no_identity_number(tmp_path: Path) -> None:
    number = identity_number(random.Random(1))
    wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
    assert not [f for f in checked(tmp_path, f"编号：{wrong}。").findings if f.rule == "privacy.id-number"]


@pytest.mark.parametrize("text", ["电话：0997-4512345。", "文号〔2024〕13912号。", f"合计{139}12345678.00元。"])
def test_what_is_no_mobile_number(tmp_path: Path, text: str) -> None:
    assert not [f for f in checked(tmp_path, text).findings if f.rule == "privacy.mobile"]


def card_number(rng: random.Random) -> str:
    """Sixteen digits with the check digit of Luhn."""
    body = "62" + "".join(str(rng.randint(0, 9)) for _ in range(13))
    doubled = [int(d) * (2 if n % 2 == 0 else 1) for n, d in enumerate(body)]
    return body + str(-sum(d - 9 if d > 9 else d for d in doubled) % 10)


@pytest.mark.parametrize("seed", range(5))
def test_a_bank_card_is_an_error_and_is_masked(tmp_path: Path, seed: int) -> None:
    number = card_number(random.Random(seed))
    found = [f for f in checked(tmp_path, f"收款人银行卡号：{number}。").findings if f.rule == "privacy.bank-card"]
    assert [str(f.severity) for f in found] == ["error"]
    assert number not in repr(found)


def test_digits_that_are_no_card_are_left_alone(tmp_path: Path) -> None:
    number = card_number(random.Random(1))
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    result = checked(tmp_path, f"对公账号：{wrong}。项目编码{number}。")
    assert not [f for f in result.findings if f.rule == "privacy.bank-card"]


def test_a_home_address_is_not_repeated(tmp_path: Path) -> None:
    result = checked(tmp_path, "补助对象家庭住址：虚构街道测试路8号3单元。")
    found = [f for f in result.findings if f.rule == "privacy.home-address"]
    assert [str(f.severity) for f in found] == ["warning"]
    assert "测试路" not in repr(found)
    assert not [f for f in checked(tmp_path, "办公地址：虚构街道测试路8号。").findings if f.rule == "privacy.home-address"]
    assert mask("家庭住址：虚构街道测试路8号，电话略") == "家庭住址：*********，电话略"
