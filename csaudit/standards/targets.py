"""Reads `target` and `warn`, and works out what the judged figure is and which way is better."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from csaudit.metrics.declaration import Direction, Scale, Unit
from csaudit.standards.file_grammar import WrittenJudge, WrittenStandard
from csaudit.standards.limits import refuse_days, takes_limit
from csaudit.standards.model import ALWAYS
from csaudit.standards.quantities import DatedTarget, Measure, Target, WrittenTarget

if TYPE_CHECKING:
    from csaudit.standards.demands import Draft
    from csaudit.standards.quantities import Operator
    from csaudit.standards.strict_yaml import Path

_WIDE: Final = Fraction(1, 2)
"""A spread that no team would promise."""

_ANY_SCALE: Final = Scale(Decimal(1), Decimal(10))
"""Of marks whose scale nobody has written: so few per cent are no promise, but a mean mark."""

_SHARES_BY_SETTING: Final = (
    ("method", "top_box"),
    ("statistic", "time_above"),
    ("statistic", "arrivals_above"),
)


def measure_of(draft: Draft[WrittenStandard]) -> Measure:
    """What the judged figure is counted in."""
    settings = draft.settings
    if _has_limit(draft):
        return Measure.PERCENT
    if settings.get("form") == "ratio":
        return Measure.NUMBER
    if any(settings.get(name) == value for name, value in _SHARES_BY_SETTING):
        return Measure.PERCENT
    units = {Unit.SHARE: Measure.PERCENT, Unit.SECONDS: Measure.DURATION}
    return units.get(draft.metric.unit, Measure.NUMBER)


def direction_of(draft: Draft[WrittenStandard]) -> Direction:
    """Which way of the judged figure is better."""
    if _spreads(draft):
        return Direction.LOWER
    if _has_limit(draft):
        return Direction.HIGHER
    if draft.metric.setting("direction") is not None:
        return _chosen_direction(draft)
    if draft.settings.get("easy") == "low" and draft.settings.get("method") == "mean":
        return Direction.LOWER
    return draft.metric.direction


def _chosen_direction(draft: Draft[WrittenStandard]) -> Direction:
    """`direction`, else what the target's operator says, else the metric's."""
    chosen = Direction(draft.settings["direction"])
    figure = next(iter(_figures(draft)), None)
    if figure is None or figure.op is None:
        return chosen
    says = Direction.HIGHER if figure.op in {">=", ">"} else Direction.LOWER
    if draft.has("direction") and says is not chosen:
        what = f"{chosen} contradicts the target {figure}."
        draft.complain("direction", what, f"direction: {says}")
    return says


def _has_limit(draft: Draft[WrittenStandard]) -> bool:
    return "within" in draft.written and takes_limit(draft.metric)


def _spreads(draft: Draft[WrittenStandard]) -> bool:
    judge = draft.says.judge
    return isinstance(judge, WrittenJudge) and judge.spread is not None and judge.each is None


def _figures(draft: Draft[WrittenStandard]) -> list[WrittenTarget]:
    written = draft.says.target
    if isinstance(written, tuple):
        return [entry.is_ for entry in written]
    return [] if written is None else [written]


def read_targets(draft: Draft[WrittenStandard]) -> tuple[DatedTarget, ...]:
    """The target, or its whole history, oldest first."""
    written = draft.says.target
    if written is None:
        return ()
    if isinstance(written, WrittenTarget):
        target = _target(draft, written, ("target",))
        return () if target is None else (DatedTarget(None, target),)
    if not written:
        draft.complain("target", "is an empty list.")
    history: list[DatedTarget] = []
    for index, entry in enumerate(written):
        path: Path = ("target", index)
        if history and history[-1].start is not None and entry.from_ <= history[-1].start:
            what = f"{entry.from_} does not come after {history[-1].start}: oldest first."
            draft.problems.value((*draft.path, *path, "from"), what)
        target = _target(draft, entry.is_, (*path, "is"))
        if target is not None:
            history.append(DatedTarget(entry.from_, target))
    return tuple(history)


def read_warn(draft: Draft[WrittenStandard], targets: tuple[DatedTarget, ...]) -> Target | None:
    """The early warning: of the target's own operator, and stricter."""
    written = draft.says.warn
    if written is None:
        return None
    if not targets:
        if "target" not in draft.written:
            draft.refuse("warn", "warn: there is no target to warn of.", "target: 95%")
        return None
    warn = _target(draft, written, ("warn",), targets[-1].target.op)
    if warn is not None:
        for dated in targets:
            _check_warn(draft, warn, dated.target)
    return warn


def _check_warn(draft: Draft[WrittenStandard], warn: Target, target: Target) -> None:
    if warn.op != target.op:
        what = f"{warn} must have the operator of the target, {target.op}."
        draft.complain("warn", what, f'warn: "{target.op} {warn.amount}"')
        return
    stricter = warn.value > target.value if target.wants_high else warn.value < target.value
    if not stricter:
        side = "above" if target.wants_high else "below"
        what = f"{warn} is not stricter than the target {target}: it would never warn."
        draft.complain("warn", what, f"warn: a value {side} {target.amount}")


def _target(
    draft: Draft[WrittenStandard],
    written: WrittenTarget,
    path: Path,
    operator: Operator | None = None,
) -> Target | None:
    measure = measure_of(draft)
    where = (*draft.path, *path)
    if written.measure is not measure:
        what, instead = _mismatch(draft, written, measure)
        draft.problems.value(where, what, f"{path[-1]}: {instead}" if instead else None)
        return None
    target = written.to_target(operator or _operator(direction_of(draft)))
    if measure is Measure.PERCENT and _is_impossible(draft, target):
        draft.problems.value(where, f"{target} does not lie between 0% and 100%.")
    if written.plain_only and (draft.says.calendar or ALWAYS) != ALWAYS:
        refuse_days(draft, written.amount, float(written.value), path)
    if _spreads(draft):
        _check_spread(draft, written, target, path)
    return target


def _check_spread(
    draft: Draft[WrittenStandard], written: WrittenTarget, target: Target, path: Path
) -> None:
    """How far apart the best and the worst may lie; 95 points is no demand at all."""
    wide = target.measure is Measure.PERCENT and target.value >= _WIDE
    if wide and written.op not in {"<=", "<"}:
        what = f"{written}: as a spread, from the best to the worst, it is always kept."
        draft.problems.value((*draft.path, *path), what, f'{path[-1]}: "<= 10%"')
    elif target.wants_high:
        what = f"{target}: a spread is better the smaller it is."
        draft.problems.value((*draft.path, *path), what, f'{path[-1]}: "<= {target.amount}"')


def _operator(direction: Direction) -> Operator:
    return ">=" if direction is Direction.HIGHER else "<="


def _is_impossible(draft: Draft[WrittenStandard], target: Target) -> bool:
    """Whether no share can reach it; of a flow more can leave than came in."""
    flows = draft.settings.get("count") == "flow"
    beyond = target.value > 1 or (target.value == 1 and target.op == ">")
    return target.value < 0 or (beyond and not flows)


def _mismatch(
    draft: Draft[WrittenStandard], written: WrittenTarget, measure: Measure
) -> tuple[str, str | None]:
    """Why a target does not fit the figure, and the value to write."""
    if draft.settings.get("form") == "ratio" and written.measure is Measure.PERCENT:
        return _two_readings(written)
    sign = written.op or _operator(direction_of(draft))
    if measure is Measure.PERCENT:
        figure = "the share of records within the limit" if draft.has("within") else "a share"
        if written.measure is Measure.NUMBER:
            return _without_unit(draft, written, figure)
        best = _operator(direction_of(draft))
        level = "95%" if best == ">=" else "5%"
        return f"{written} is a duration; the figure is {figure}.", f'"{best} {level}"'
    if measure is Measure.DURATION:
        what = f"{written} is no duration, but {draft.says.statistic or draft.metric.name} is one."
        if written.measure is Measure.NUMBER:
            unit = "s" if draft.metric.tables[0] == "calls" else "h"
            return (
                f"{what[:-1]}: h is hours, m minutes, s seconds.",
                f'"{sign} {written.amount}{unit}"',
            )
        return what, f'"{sign} 4h", or within: 4h in place of a statistic'
    name = "a ratio" if draft.settings.get("form") == "ratio" else draft.metric.name
    number = "3.5"
    if written.measure is Measure.PERCENT:
        # Scores such as NPS are of the size of a percent; other figures are what they are.
        hundred = 1 if draft.metric.unit is Unit.SCORE else 100
        number = _plain(Decimal(written.amount.removesuffix("%")) / hundred)
    return f"{written} has a unit; {name} is a plain number.", f'"{sign} {number}"'


def _without_unit(
    draft: Draft[WrittenStandard], written: WrittenTarget, figure: str
) -> tuple[str, str | None]:
    """A number as a share: `0.95` and `95`; nothing is offered for what may be a mean mark."""
    sign = written.op or _operator(direction_of(draft))
    what = f"{written} has no unit; the figure is {figure}."
    rated = draft.metric.setting("scale") is not None
    scale = draft.settings.get("scale") or (_ANY_SCALE if rated else None)
    if scale is not None and written.value != 1 and scale.low <= written.value <= scale.high:
        column = draft.metric.columns(draft.settings, draft.metric.tables[0]).needs[0][0]
        mean = f'metric: value, value: avg({column}), target: "{sign} {written.amount}"'
        return f"{what[:-1]}; the mean mark is another standard, {mean}.", None
    if not 0 < written.value <= 100:  # noqa: PLR2004 - per cent
        return what, None
    # Of two readings the stricter one: all of them, but one in a hundred of what should not be.
    hundred = written.value < 1 or (written.value == 1 and sign in {">=", ">"})
    percent = _plain(Decimal(written.amount) * (100 if hundred else 1))
    return what, f'"{sign} {percent}%"'


def _two_readings(written: WrittenTarget) -> tuple[str, str | None]:
    """A percent target of a ratio can be read in two ways; both are said."""
    share, percent = written.value, Decimal(written.amount.removesuffix("%"))
    if not 0 <= share < 1:
        return f"{written} of a ratio is not clear: a ratio is a plain number.", '">= 3"'
    as_share = _rounded(share / (1 + share) * 100)
    ratio = _rounded(share / (1 - share))
    what = (
        f"{written} of a ratio is not clear: {_plain(percent / 100)} as a ratio is {as_share} %;"
        f" {_plain(percent)} % is a ratio of {ratio}."
    )
    return what, f'"{written.op or ">="} {ratio}", or form: share with target: {written.amount}'


def _plain(number: Decimal) -> str:
    """All digits of a number, without needless zeros."""
    return f"{number.normalize():f}"


def _rounded(number: Fraction) -> str:
    """About three digits of a number, without needless zeros."""
    digits = 1 if number >= 10 else 2  # noqa: PLR2004 - two digits before the point
    return f"{float(number):.{digits}f}".rstrip("0").rstrip(".")
