"""Scores the answers to questions whose answers are known.

    python benchmarks/chat_score.py [--gold questions.json] [--db F.db] [--verbose]

Without ``--db`` a database is made of the sample disclosures. A question counts as right if the status fits (a question
that cannot be answered is ``not_in_data`` or ``clarify``) and every number of the gold answer stands in the answer; rounded
numbers (约, 几成) count if a number of the answer rounds to them. Exit status 1 below ``--least`` (share of right answers).
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import mingzhang
from mingzhang.core.asking.ask import answer_json, ask_database
from mingzhang.core.model.results.answer import Answer
from mingzhang.core.plugins.manager import default_plugins
from mingzhang.core.reporting.recorder import recording
from mingzhang.core.run.pipeline import Options, check_paths

SAMPLES = Path(os.environ.get("MINGZHANG_SAMPLES") or Path(__file__).resolve().parents[2] / "shared/samples")
_NUMBER = re.compile(r"(?<![\d.])\d+(?:,\d{3})*(?:\.\d+)?")
_NOT_ASKED = re.compile(r"第[一二三四五六七八九十]+部分\S*|20\d\d年?(?:预算|决算)?|（20\d\d）|\d{3,7}(?=[一-鿿]{2,}支出)|(?:42\.55/14)")


def make_database(path: Path, samples: Path = SAMPLES) -> None:
    """A database of the sample texts, and of the Word file of the one whose text has lost its tables."""
    plugins, options = default_plugins(), Options()
    inputs = [samples / "seeds", samples / "rendered/docx/kashi2022.docx"]
    with recording(path, plugins, options) as record:
        check_paths(inputs, plugins, options, lambda n: None, record)


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
    if question["type"] == "unanswerable":
        return str(answer.status) in ("not_in_data", "clarify"), f"status {answer.status}"
    if str(answer.status) != "answered":
        return False, f"status {answer.status}"
    lacking = missing(question["answer"], answer.answer)
    return not lacking, f"lacks {', '.join(map(str, lacking))}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=SAMPLES.parent / "gold/questions.json")
    parser.add_argument("--db", type=Path)
    parser.add_argument("--least", type=float, default=0.0)
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    if not options.gold.is_file():
        print(f"no questions: {options.gold}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as directory:
        db = options.db or Path(directory) / "samples.db"
        if options.db is None:
            make_database(db)
        return score(json.loads(options.gold.read_text("utf-8")), db, options.least, verbose=options.verbose)


def score(questions: list[dict[str, Any]], db: Path, least: float, *, verbose: bool) -> int:
    hits, cited, seconds = 0, 0, []
    answered = 0
    for question in questions:
        started = time.perf_counter()
        answer = ask_database(question["question"], db)
        seconds.append(time.perf_counter() - started)
        ok, why = right(question, answer)
        hits += ok
        answered += str(answer.status) == "answered"
        cited += str(answer.status) == "answered" and bool(answer.citations)
        if verbose or not ok:
            print(f"{'ok  ' if ok else 'miss'} {question['id']} {question['question']}")
            print(f"     {'' if ok else why + ': '}{answer_json(answer)['answer']}")
    seconds.sort()
    print(
        f"mingzhang {mingzhang.__version__}: {hits} of {len(questions)} right ({hits / len(questions):.0%}); {cited} of {answered} answers cited"
    )
    print(f"time for a question: median {seconds[len(seconds) // 2]:.3f} s, longest {seconds[-1]:.3f} s")
    return 0 if hits >= least * len(questions) else 1


if __name__ == "__main__":
    sys.exit(main())
