"""No rule crashes on a document that has almost nothing for it. All bodies are fictional."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mingzhang import Outcome, check

TITLE = "青山县水利局2023年部门预算"
TABLE = "表3 部门支出总表 单位：万元\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n\t合计\t9.00\t6.00\t3.00\n213\t农林水支出\t9.00\t6.00\t3.00\n"
PIECES = [
    TABLE,
    "目录\n一、部门收支总表\n二、部门支出总表\n",
    "一、主要职能\n负责水利工程建设和防汛抗旱。\n",
    "三、支出预算情况说明\n2023年支出预算9.00万元，其中：基本支出6.00万元，占66.67%；项目支出3.00万元。\n",
    "农林水支出（类）水利（款）行政运行（项）2023年预算数为9.00万元，比上年增加0万元。\n",
    "四、“三公”经费情况\n无。\n",
    "名词解释\n一、基本支出：指保障机构运转的支出。\n",
    "（一）绩效目标\n项目名称：\n",
]


def crashed(path: Path, text: str) -> list[str]:
    path.write_text(f"{TITLE}\n\n{text}", "utf-8")
    return [f"{row.rule}: {row.reason}" for row in check(path).documents[0].ledger if row.outcome is Outcome.CRASHED]


@pytest.mark.parametrize("piece", PIECES, ids=range(len(PIECES)))
def test_one_piece_alone(piece: str, tmp_path: Path) -> None:
    assert crashed(tmp_path / "a.txt", piece) == []


@settings(max_examples=25, deadline=None)
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=5))
def test_any_pieces_in_any_order(pieces: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    assert crashed(tmp_path_factory.mktemp("made") / "a.txt", "\n".join(pieces)) == []
