"""What variations showed: by kind the share with equal facts, false findings, planted errors that were lost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...messages import tr
from ...model.generated.variation import Variation
from .run import Varied

SCHEMA = "mingzhang.variations/1"


@dataclass(frozen=True, slots=True)
class KindTally:
    """One kind over all documents; ``smallest`` is the smallest document whose facts differ, ``alarm`` the one with a false finding."""

    tried: int
    equal: int
    false: int
    planted: int
    kept: int
    smallest: Varied | None
    alarm: Varied | None
    lost: Varied | None


def tally(tried: Iterable[Varied]) -> dict[str, KindTally]:
    """The tallies by kind, in the order in which the kinds came."""
    by_kind: dict[str, list[Varied]] = defaultdict(list)
    for v in tried:
        by_kind[v.kind].append(v)
    return {kind: _of(found) for kind, found in by_kind.items()}


def _of(found: Sequence[Varied]) -> KindTally:
    planted = [v for v in found if v.planted is not None]
    least = sorted(found, key=lambda v: (v.size, v.seed))
    return KindTally(
        len(found), sum(v.equal for v in found), sum(len(v.false) for v in found), len(planted), sum(bool(v.planted) for v in planted),
        next((v for v in least if not v.equal), None), next((v for v in least if v.false), None), next((v for v in least if v.planted is False), None),
    )  # fmt: skip


def holds(tallies: Mapping[str, KindTally], share: float, per_thousand: float) -> bool:
    """Whether enough variations have equal facts and few enough have false findings."""
    tried, equal, false = (sum(getattr(t, n) for t in tallies.values()) for n in ("tried", "equal", "false"))
    return bool(tried) and equal >= share * tried and false * 1000 <= per_thousand * tried


def lines(tallies: Mapping[str, KindTally], kinds: Iterable[Variation]) -> Iterator[str]:
    """A line for each kind, one for all, then what survived: the smallest document of each."""
    known = {k.id: k for k in kinds}
    yield tr("kind                     tried  equal   false  planted kept", "种类                     变体数  事实相同  误报  植入错误仍在")
    for id, t in tallies.items():
        title = known[id].title if id in known else ""
        yield f"{id:24} {t.tried:5}  {_percent(t.equal, t.tried):>6}  {t.false:5}  {t.kept}/{t.planted}  {title}"
    total = [sum(getattr(t, n) for t in tallies.values()) for n in ("tried", "equal", "false", "planted", "kept")]
    yield tr(
        f"{total[0]} variations: {_percent(total[1], total[0])} with the same facts, {1000 * total[2] / max(1, total[0]):.1f} false errors and warnings per thousand, "
        f"{total[4]} of {total[3]} planted errors still shown",
        f"变体 {total[0]} 份：事实相同 {_percent(total[1], total[0])}，每千份误报 {1000 * total[2] / max(1, total[0]):.1f} 条，植入错误 {total[3]} 处仍显示 {total[4]} 处",
    )
    for id, t in tallies.items():
        for v, what in (
            (t.smallest, "; ".join(t.smallest.differing) if t.smallest else ""),
            (t.alarm, "; ".join(t.alarm.false) if t.alarm else ""),
        ):
            if v is not None:
                yield f"  {id} --seeds {v.seed} ({v.form}): {what[:400]}"
        if t.lost is not None:
            yield f"  {id} --seeds {t.lost.seed} ({t.lost.form}): " + tr("the planted error is not shown", "植入的错误没有显示")


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "—"


def as_json(tallies: Mapping[str, KindTally], kinds: Iterable[Variation]) -> dict[str, Any]:
    """The tallies as JSON (mingzhang.variations/1)."""
    families = {k.id: k.family for k in kinds}
    return {
        "schema": SCHEMA,
        "kinds": [
            {
                "id": id, "family": families.get(id), "tried": t.tried, "equal": t.equal, "false": t.false, "planted": t.planted, "kept": t.kept,
                "survivor": None if t.smallest is None else {"seed": t.smallest.seed, "form": t.smallest.form, "differing": list(t.smallest.differing)},
                "alarm": None if t.alarm is None else {"seed": t.alarm.seed, "form": t.alarm.form, "findings": list(t.alarm.false)},
            }
            for id, t in tallies.items()
        ],
    }  # fmt: skip
