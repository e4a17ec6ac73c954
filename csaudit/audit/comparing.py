"""Two reports side by side: which results got better or worse, and whether it is more than chance.

The interval of a difference is put together of the intervals of both sides (the square-and-add
method: Newcombe, 1998, Statistics in Medicine 17:873 for shares; Zou and Donner, 2008, ibid.
27:1693 in general). It takes the two sides as independent: no record may be in both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from math import hypot
from re import compile as pattern
from typing import TYPE_CHECKING, Final

from csaudit.audit.changes import Baseline, Change, Turn
from csaudit.audit.report import Gate, TrippedBy
from csaudit.audit.statistics import wilson
from csaudit.errors import UsageError
from csaudit.exit_codes import ExitCode
from csaudit.outcomes import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from csaudit.audit.report import Report, Result
    from csaudit.audit.statistics import Interval

CONFIDENCE: Final = 0.95
REGRESSION: Final = "regression"
"""The `--fail-on` that trips on what got worse, and on nothing else but what is mandatory."""

_WRITTEN: Final = pattern(r"(\d{1,6}(?:\.\d{1,6})?)\s*(%|points?|pp|s|m|h|d)")
_SECONDS: Final = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}


@dataclass(frozen=True, slots=True)
class Tolerance:
    """By how much a result may be worse: points, seconds, or a part of what it was before."""

    written: str
    points: float = 0
    seconds: float = 0
    part: float = 0

    def allowed(self, before: float, unit: str) -> float:
        """The difference that is tolerated, in the result's unit."""
        own = {"share": self.points / 100, "seconds": self.seconds}.get(unit, self.points)
        return max(own, abs(before) * self.part)


NONE: Final = Tolerance("")


def tolerance(written: str | None) -> Tolerance:
    """`2 points`, `5%` of what it was, `30m`. Raises UsageError for anything else."""
    if written is None:
        return NONE
    found = _WRITTEN.fullmatch(written.strip().lower())
    try:
        number = float(Decimal(found[1])) if found is not None else 0.0
    except InvalidOperation:
        found = None
    if found is None:
        said = re.match(r"\d+(?:\.\d+)?(?=\s*[a-z%]*$)", written.strip())
        meant = "2 points" if said is None else f"{said[0]} points"
        part = f"{said[0] if said else 5}%"
        raise UsageError(
            f'--tolerance "{written}" is none, such as "2 points", 5% of what it was, or 30m.',
            f'write:  --tolerance "{meant}"  or  --tolerance {part}',
        )
    match found[2]:
        case "%":
            return Tolerance(written, part=number / 100)
        case "s" | "m" | "h" | "d" as unit:
            return Tolerance(written, seconds=number * _SECONDS[unit])
        case _:
            return Tolerance(written, points=number)


def compared(new: Report, old: Report, path: str, allowed: Tolerance = NONE) -> Report:
    """The newer report with what changed since the older one, which is named `path`."""
    changes = tuple(_changes(old, new, allowed))
    baseline = Baseline(
        path=path,
        as_of=old.as_of,
        period=old.period,
        tolerance=allowed.written or None,
        changes=changes,
    )
    return replace(new, baseline=baseline)


def gated_on_regression(report: Report, *, mandatory: bool = True) -> Report:
    """The report with a gate that trips where a standard regressed.

    What is `mandatory` trips as it always does; without a baseline nothing else does.
    """
    bound = {result.id for result in report.gating() if result.mandatory and mandatory}
    kept = [cause for cause in report.gate.tripped_by if cause.id in bound]
    told = {cause.id for cause in kept}
    changes = () if report.baseline is None else report.baseline.of_standards()
    causes = [
        TrippedBy(
            id=change.id,
            group=change.group,
            outcome=change.outcome or Outcome.NO_DATA,
            reason=REGRESSION,
        )
        for change in changes
        if change.regressed and change.id not in told
    ]
    return _gated(report, REGRESSION, [*kept, *causes])


def ungated(report: Report) -> Report:
    """The report with a gate that nothing trips."""
    return _gated(report, "never", [])


def _gated(report: Report, fail_on: str, causes: Sequence[TrippedBy]) -> Report:
    code = ExitCode.GATE if causes else ExitCode.OK
    gate = Gate(
        fail_on=fail_on, tripped=bool(causes), exit_code=int(code), tripped_by=tuple(causes)
    )
    return replace(report, gate=gate)


# ---- one result ----


def _changes(old: Report, new: Report, allowed: Tolerance) -> Iterator[Change]:
    before = {_identity(result): result for result in old.results}
    for result in new.results:
        was = before.pop(_identity(result), None)
        yield _new(result) if was is None else changed(was, result, allowed)
    for was in before.values():
        yield replace(_new(was), turn=Turn.GONE, outcome_before=was.outcome, outcome=None,
                      before=was.value, value=None)  # fmt: skip


def _identity(result: Result) -> tuple[object, ...]:
    return result.id, tuple(sorted(result.group.items(), key=str)), result.period


def _new(result: Result) -> Change:
    return Change(
        id=result.id,
        group=result.group,
        period=result.period,
        gates=result.gates,
        turn=Turn.NEW,
        outcome_before=None,
        outcome=result.outcome,
        before=None,
        value=result.value,
        unit=result.unit,
    )


def changed(was: Result, now: Result, allowed: Tolerance = NONE) -> Change:
    """What became of one result; the identity is that of the newer one."""
    same_unit = was.unit == now.unit
    before = was.value if same_unit else None
    both = replace(_new(now), turn=Turn.SAME, outcome_before=was.outcome, before=before)
    if before is None or now.value is None:
        return _lost(both, was, now)
    difference = now.value - before
    interval = _interval(was, now)
    sign = _good_side(now)
    turn = Turn.SAME if difference == 0 else _turn(difference * sign)
    worse = turn is Turn.WORSE and abs(difference) > allowed.allowed(before, now.unit) + _DUST
    return replace(
        both,
        turn=turn,
        difference=difference,
        interval=interval,
        certain=None if interval is None else not interval[0] <= 0 <= interval[1],
        regressed=worse,
    )


_DUST: Final = 1e-12
"""What a difference of two floats may be off."""


def _lost(both: Change, was: Result, now: Result) -> Change:
    """A figure that is there on one side only."""
    if was.value is None and now.value is None:
        return both
    if was.unit != now.unit:
        return replace(both, turn=Turn.CHANGED)
    if now.value is None:
        return replace(both, turn=Turn.WORSE, regressed=True)
    return replace(both, turn=Turn.BETTER)


def _turn(better_by: float) -> Turn:
    if better_by == 0:
        return Turn.CHANGED
    return Turn.BETTER if better_by > 0 else Turn.WORSE


def _good_side(result: Result) -> int:
    """1 where more is better, -1 where less is, 0 where nobody said."""
    from csaudit.metrics import catalogue
    from csaudit.metrics.declaration import Direction

    if result.target is not None:
        return 1 if result.target.op.startswith(">") else -1
    if result.statistic is not None and result.statistic.startswith("spread"):
        return -1
    if result.limit is not None:
        return 1
    metric = catalogue().get(result.metric)
    if metric is None or (result.statistic is None and result.unit == "seconds"):
        return 0
    return 1 if metric.direction is Direction.HIGHER else -1


# ---- chance ----


def _interval(was: Result, now: Result) -> Interval | None:
    old, new = _around(was), _around(now)
    if old is None or new is None or was.value is None or now.value is None:
        return None
    difference = now.value - was.value
    below = hypot(now.value - new[0], old[1] - was.value)
    above = hypot(new[1] - now.value, was.value - old[0])
    return difference - below, difference + above


def _around(result: Result) -> Interval | None:
    """Where the figure itself lies; of a share that has no interval, by its counts."""
    if result.interval is not None:
        return result.interval
    plain = result.unit == "share" and not (result.statistic or "").startswith("spread")
    some, of = result.numerator, result.denominator
    # What is resolved on a day is no part of what was received on it, and may be more.
    apart = result.settings.get("form") == "ratio" or result.settings.get("count") == "flow"
    if not plain or apart or some is None or not of or some > of:
        return None
    return wilson(some, of, CONFIDENCE)
