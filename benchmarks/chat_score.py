"""Scores the answers to questions whose answers are known.

    python benchmarks/chat_score.py [LIST.json ...] [--made 2000] [--seed 1] [--db F.db] [--verbose]

Lists are files of questions with their answers. Without any, ``questions.json`` and ``questions_people.json`` beside the samples are taken;
``--made`` adds questions made from the database (``made_questions.py``), whose answers other code than the program's computes. The turns of a
dialogue are parted by →; the last is judged.

A question of a list counts as right if the status fits and every entry of ``must`` (alternatives parted by |) is in the answer or its values and
none of ``must_not``. Where a list has no ``must``, every number of the gold answer has to stand in the answer; rounded numbers count if a number
of the answer rounds to them. For every kind it prints how many were right, wrong (answered, and not so), declined and asked back. Exit status 1
below ``--least`` (share of right answers).

Without ``--db`` a database is made of the sample disclosures: ``questions.json`` also knows the Word file of the one whose text has lost its tables.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import tempfile
import time
from collections import Counter
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import Any

from made_questions import make_questions

import mingzhang
from mingzhang.core.asking.queries import Queries
from mingzhang.core.asking.session import Session
from mingzhang.core.model.results.answer import Answer
from mingzhang.core.plugins.manager import default_plugins
from mingzhang.core.reporting.recorder import recording
from mingzhang.core.run.pipeline import Options, check_paths
from mingzhang.core.store.reader import open_for_reading

SAMPLES = Path(os.environ.get("MINGZHANG_SAMPLES") or Path(__file__).resolve().parents[2] / "shared/samples")
_NUMBER = re.compile(r"(?<![\d.])\d+(?:,\d{3})*(?:\.\d+)?")
_NOT_ASKED = re.compile(r"第[一二三四五六七八九十]+部分\S*|20\d\d年?(?:预算|决算)?|（20\d\d）|\d{3,7}(?=[一-鿿]{2,}支出)|(?:42\.55/14)")


def make_database(path: Path, samples: Path = SAMPLES, *, whole: bool = True) -> None:
    """A database of the sample texts; ``whole``: also of the Word file of the one whose text has lost its tables."""
    plugins, options = default_plugins(), Options()
    inputs = [samples / "seeds", *([samples / "rendered/docx/kashi2022.docx"] if whole else [])]
    with recording(path, plugins, options) as record:
        check_paths(inputs, plugins, options, archive=record)


def numbers(text: str) -> list[Decimal]:
    return [Decimal(n.replace(",", "")) for n in _NUMBER.findall(text)]


def missing(gold: str, answer: str) -> list[Decimal]:
    """Numbers of the gold answer that the answer lacks, to the precision that the gold answer prints."""
    said = numbers(answer)
    wanted = numbers(_NOT_ASKED.sub(" ", gold))

    def there(n: Decimal) -> bool:
        exponent = n.as_tuple().exponent
        step = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
        return any(s == n or s.quantize(step) == n for s in said)

    return [n for n in wanted if not there(n)]


def right(question: dict[str, Any], answer: Answer) -> tuple[bool, str]:
    """Whether an answer is right, and why not."""
    if "expect" in question:
        return _expected(question, answer)
    if question["type"] == "unanswerable":
        return str(answer.status) in ("not_in_data", "clarify"), f"status {answer.status}"
    if str(answer.status) != "answered":
        return False, f"status {answer.status}"
    lacking = missing(question["answer"], answer.answer)
    return not lacking, f"lacks {', '.join(map(str, lacking))}"


def _expected(question: dict[str, Any], answer: Answer) -> tuple[bool, str]:
    status = str(answer.status)
    said = f"{answer.answer} {' '.join(v.value for v in answer.values)}"
    if found := [m for m in question.get("must_not", ()) if m in said]:
        return False, f"says {found[0]}"
    if question["expect"] == "refuse":
        return status in ("refused", "not_in_data"), f"status {status}"
    if status == "clarify" and question.get("clarify_ok"):
        return True, ""
    if status != "answered":
        return False, f"status {status}"
    lacking = [m for m in question.get("must", ()) if not any(x in said for x in m.split("|"))]
    return not lacking, f"lacks {', '.join(lacking)}"


def answered(text: str, db: Path) -> tuple[Answer, float]:
    """The answer to the last turn of a question, and the seconds of CPU that it took."""
    store = open_for_reading(db)
    try:
        session = Session()
        *before, last = (t.strip() for t in text.split("→"))
        for turn in before:
            session.ask(turn, Queries(store))
        started = time.process_time()
        answer = session.ask(last, Queries(store))
        return answer, time.process_time() - started
    finally:
        store.conn.close()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lists", type=Path, nargs="*")
    parser.add_argument("--gold", type=Path, help="one list, as before")
    parser.add_argument("--made", type=int, default=0, help="so many questions made from the database")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--db", type=Path)
    parser.add_argument("--least", type=float, default=0.0)
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    gold = SAMPLES.parent / "gold"
    lists = [*options.lists, *([options.gold] if options.gold else [])] or [gold / "questions.json", gold / "questions_people.json"]
    if absent := [p for p in lists if not p.is_file()]:
        print(f"no questions: {absent[0]}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as directory:
        score = Score(verbose=options.verbose)
        for path in lists:
            db = options.db or _database(Path(directory), whole=path.name == "questions.json")
            for question in json.loads(path.read_text("utf-8")):
                score.add(path.stem, question, db)
        if options.made:
            db = options.db or _database(Path(directory), whole=False)
            for made in make_questions(db, options.made, options.seed):
                score.add("made", {"id": "", "question": made.text, **asdict(made)}, db)
    return score.report(options.least)


def _database(directory: Path, *, whole: bool) -> Path:
    db = directory / ("whole.db" if whole else "seeds.db")
    if not db.exists():
        make_database(db, SAMPLES, whole=whole)
    return db


class Score:
    """Counts of right, wrong, declined and asked back, by list and kind."""

    def __init__(self, *, verbose: bool) -> None:
        self.verbose = verbose
        self.counts: dict[tuple[str, str], Counter[str]] = {}
        self.seconds: list[float] = []
        self.cited = self.answered = 0

    def add(self, name: str, question: dict[str, Any], db: Path) -> None:
        answer, seconds = answered(question["question"], db)
        ok, why = right(question, answer)
        status = str(answer.status)
        end = "right" if ok else {"answered": "wrong", "clarify": "asked back"}.get(status, "declined")
        self.counts.setdefault((name, question.get("kind") or question.get("type") or "?"), Counter())[end] += 1
        self.seconds.append(seconds)
        self.answered += status == "answered"
        self.cited += status == "answered" and bool(answer.citations)
        if self.verbose or not ok:
            print(f"{end:10} {question.get('id', '')} {question['question']}")
            print(f"           {'' if ok else why + ': '}{answer.answer[:300]}")

    def report(self, least: float) -> int:
        ends = ("right", "wrong", "declined", "asked back")
        print(f"{'list':18} {'kind':24} " + " ".join(f"{e:>10}" for e in ends))
        for (name, kind), counts in sorted(self.counts.items()):
            print(f"{name:18} {kind:24} " + " ".join(f"{counts[e]:>10}" for e in ends))
        total = sum(self.counts.values(), Counter())
        number = sum(total.values())
        print(
            f"mingzhang {mingzhang.__version__}: {number} questions, "
            + ", ".join(f"{total[e]} {e} ({total[e] / max(number, 1):.1%})" for e in ends)
            + f"; {self.cited} of {self.answered} answers cited"
        )
        self.seconds.sort()
        print(
            f"CPU for a question: median {self.seconds[len(self.seconds) // 2] * 1000:.1f} ms, p95 {self.seconds[int(len(self.seconds) * 0.95)] * 1000:.1f} ms"
        )
        return 0 if total["right"] >= least * number else 1


if __name__ == "__main__":
    sys.exit(main())
