"""A result in words: what every format for people says alike."""

from __future__ import annotations

import re
from fractions import Fraction
from math import isclose, isfinite
from typing import TYPE_CHECKING, Final

from csaudit.outcomes import DATE_ONLY, NoData, Outcome
from csaudit.reports import figures, times

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from csaudit.audit.report import Note, Result, Target

NOTHING: Final = "-"

FIRST_WORD: Final = {
    Outcome.PASS: "PASS",
    Outcome.WARN: "WARN",
    Outcome.FAIL: "FAIL",
    Outcome.NO_DATA: "NO DATA",
    Outcome.INFO: "INFO",
}

_WITHOUT_REASON: Final = {
    NoData.NO_RECORDS: "no record to judge",
    NoData.TOO_FEW: "too few records for a verdict; with  min_n: 1  every number is enough",
    NoData.COLUMN_MISSING: "the export lacks a column that this standard needs",
    NoData.TOO_MANY_UNREADABLE: "more than 5 % of the records to judge are unreadable",
    NoData.CANNOT_BE_MET: "the target cannot be met, whatever the records say",
    NoData.CLOCK_UNKNOWN: "it is not known on which clock the durations were measured",
}

_ONE_QUANTITY: Final = re.compile(r"(\d+(?:\.\d+)?)\s*([smhdw])(?![a-z])")


# ---- figures ----


def exact_value(result: Result) -> Fraction | None:
    """The value as a fraction: of counts where there are any, so that no rounding is in it."""
    if result.value is None or not isfinite(result.value):
        return None
    if is_counted(result):
        return Fraction(result.numerator or 0, result.denominator or 1)
    return figures.exactly(result.value)


def is_counted(result: Result) -> bool:
    """Whether the value is the numerator over the denominator (and not, say, a spread of such)."""
    if is_spread(result) or result.unit != "share":
        return False
    if result.numerator is None or not result.denominator:
        return False
    return result.value is not None and isclose(result.value, result.numerator / result.denominator)


def is_spread(result: Result) -> bool:
    """Whether the value is a difference: then the counts are those of the whole."""
    return (result.statistic or "").startswith("spread")


def is_ratio(result: Result) -> bool:
    """Whether the value is what happened ÷ what did not, and no share."""
    return result.settings.get("form") == "ratio"


def as_share(result: Result) -> str | None:
    """`as a share 70.4 %, target >= 75 %`, of a ratio: what most people think in."""
    exact = exact_value(result)
    if not is_ratio(result) or exact is None:
        return None
    sides = [mark / (1 + mark) for mark in marks(result)]
    text = f"as a share {figures.percent(exact / (1 + exact), sides)}"
    if result.target is None:
        return text
    ratio = figures.exactly(result.target.value)
    promised = ratio / (1 + ratio)
    digits = 0 if (promised * 100).denominator == 1 else 1
    return f"{text}, target {result.target.op} {figures.percent(promised, digits=digits)}"


def marks(result: Result) -> tuple[Fraction, ...]:
    """The values that decide about the result: its target and its early warning."""
    targets = (result.target, result.warn)
    return tuple(figures.exactly(target.value) for target in targets if target)


def value(result: Result) -> str:
    """`96.7 %`, `6h 40m`, `more than 64d 02h`, `42.5`, or `-`."""
    exact = exact_value(result)
    if exact is None:
        return NOTHING
    if is_spread(result) and result.unit == "share":
        return figures.apart(exact, marks(result))
    shown = amount(exact, result, marks(result))
    return f"> {shown}" if result.bound == "lower" else shown


def amount(exact: Fraction, result: Result, sides: Sequence[Fraction] = ()) -> str:
    """A number of the result's unit."""
    if result.unit == "share":
        return figures.percent(exact, sides)
    if result.unit == "seconds":
        return figures.duration(exact, sides, days=never_stops(result))
    return figures.number(exact, sides)


def target(result: Result) -> str:
    """`>= 95 %`, `<= 4h`, `every one`, or nothing where nothing was promised."""
    if result.target is None:
        return NOTHING
    if result.limit and result.target.op == ">=" and result.target.value == 1:
        return "every one"
    return threshold(result.target, result)


def threshold(of: Target, result: Result) -> str:
    """An operator and a value in the result's unit."""
    exact = figures.exactly(of.value)
    if result.unit == "share":
        unit = "points" if is_spread(result) else "%"
        return f"{of.op} {figures.plain_number(exact * 100)} {unit}"
    if result.unit == "seconds":
        return f"{of.op} {figures.plain_duration(exact, days=never_stops(result))}"
    return f"{of.op} {figures.plain_number(exact)}"


def margin(result: Result) -> str:
    """`+1.7`: how far on the good side of the target, in points for a share."""
    exact = exact_margin(result)
    if exact is None:
        return NOTHING
    if result.unit == "share":
        return figures.points(exact)
    if result.unit == "seconds":
        return figures.duration_difference(exact, days=never_stops(result))
    return figures.difference(exact)


def exact_margin(result: Result) -> Fraction | None:
    """The margin as a fraction, positive on the good side."""
    exact = exact_value(result)
    if exact is not None and result.target is not None and result.margin is not None:
        above = exact - figures.exactly(result.target.value)
        return above if result.target.op.startswith(">") else -above
    return None if result.margin is None else figures.exactly(result.margin)


def reached(result: Result) -> str:
    """The time within which the target share really is done."""
    if result.reached_seconds is None or not isfinite(result.reached_seconds):
        return NOTHING
    limit = result.limit.seconds if result.limit else None
    sides = () if limit is None else (figures.exactly(limit),)
    seconds = figures.exactly(result.reached_seconds)
    return figures.duration(seconds, sides, days=never_stops(result))


def note(one: Note) -> str:
    """A note with the standard that it is about."""
    return f"{one.standard}: {one.message}" if one.standard else one.message


def missed(result: Result) -> int | None:
    """How many records broke the promise, where records keep or break it."""
    if result.budget is not None:
        return result.budget.used
    if not is_counted(result) or result.numerator is None or result.denominator is None:
        return None
    if less_is_better(result):
        return result.numerator
    return result.denominator - result.numerator if result.target else None


def less_is_better(result: Result) -> bool:
    """Whether the result counts what should not happen."""
    return result.target is not None and result.target.op.startswith("<")


def interval(result: Result) -> str | None:
    """`95 % interval 71.2 % to 80.3 %`, of figures that come from samples."""
    if result.interval is None or result.certain is None or not all(map(isfinite, result.interval)):
        return None
    ends = [amount(figures.exactly(end), result) for end in result.interval]
    wide = result.settings.get("confidence")
    share = figures.plain_number(figures.exactly(float(wide)) * 100) if wide else "95"
    text = f"{share} % interval {ends[0]} to {ends[1]}"
    return text if result.certain else f"not certain: the {text} holds the target"


# ---- what it is about ----


def never_stops(result: Result) -> bool:
    """Whether the result's clock runs day and night, so that days mean something."""
    return calendar(result) in (None, "always")


def calendar(result: Result) -> str | None:
    """The clock's name, where the result has one."""
    if result.limit is not None and result.limit.calendar is not None:
        return result.limit.calendar
    named = result.settings.get("calendar")
    return named if isinstance(named, str) else None


def limit(result: Result) -> str:
    """`24 h office`, `3 rings=18 s`, `median 24x7`, `by priority`, or what a share counts."""
    text = _judged(result)
    return f"spread of {text}" if is_spread(result) else text


def _judged(result: Result) -> str:
    if result.limit is not None:
        return _limit_text(result)
    if result.statistic is not None and result.unit == "seconds":
        return f"{result.statistic.removeprefix('spread of ')} {_clock(result)}"
    counted = result.counted or result.metric.replace("_", " ")
    return f"{counted}, ratio" if is_ratio(result) else counted


def _limit_text(result: Result) -> str:
    assert result.limit is not None  # noqa: S101 - only asked of results with a limit
    if result.limit.limits:
        return f"by {result.limit.by}, {_clock(result)}"
    text = _ONE_QUANTITY.sub(r"\1 \2 ", result.limit.text).rstrip()
    if "ring" in text and result.limit.seconds is not None:
        return f"{text}={figures.plain_number(figures.exactly(result.limit.seconds))} s"
    return f"{text} {_clock(result)}"


def _clock(result: Result) -> str:
    named = calendar(result)
    if result.limit is not None and result.limit.by is not None and not result.limit.limits:
        return f"clock by {result.limit.by}"
    if result.settings.get("clock") == "helpdesk":
        return "helpdesk's clock"
    return "24x7" if named in (None, "always") else str(named)


def shortened(text: str, most: int = 200) -> str:
    """The text, or its beginning and how much more there is: a cell may hold a whole letter."""
    more = len(text) - most
    return text if more <= 0 else f"{text[:most]}... [{figures.count(more)} more characters]"


def group(of: Mapping[str, str | None]) -> str:
    """`branch Leeds, channel email`; a blank value is said to be one."""
    return ", ".join(f"{name} {group_value(text)}" for name, text in of.items())


def group_value(text: str | None) -> str:
    """A group's own name."""
    return "(blank)" if text is None else shortened(text)


def label(result: Result) -> str:
    """What a breakdown's line is about, or the standard's id."""
    parts = [group(result.group)] if result.group else []
    parts += [times.period(result.period)] if result.period else []
    return ", ".join(parts) or result.id


def why_no_data(result: Result) -> str:
    """The reason in words, with what to do about it."""
    if result.words:
        return result.words
    if result.reason == NoData.TOO_MANY_UNREADABLE and (told := _unreadable(result)):
        return told
    if result.reason == NoData.TOO_FEW and result.bound == "lower":
        return "too few cases have ended to say how much more it is"
    if result.reason in _WITHOUT_REASON:
        return _WITHOUT_REASON[NoData(result.reason)]
    return result.reason or "nothing to judge"


def _unreadable(result: Result) -> str | None:
    """How many records nobody can read; or that the period holds none at all."""
    unread, of = figures.count(result.unreadable), figures.count(result.unreadable + result.n)
    if set(result.unreadable_by) == {DATE_ONLY}:
        return (
            f"{unread} of {of} records have dates without a time of day, "
            "on which a limit in hours cannot be judged; a limit of working days can:  "
            "within: 1 working day"
        )
    if not result.n and not result.not_due and result.outside_period:
        return (
            f"no record lies in the period: {figures.count(result.outside_period)} lie outside it, "
            f"and {unread} cannot be dated"
        )
    if not result.unreadable:
        return None
    by_column = ", ".join(f"{name} {number:,}" for name, number in result.unreadable_by.items())
    return (
        f"{unread} of {of} records are unreadable ({by_column}), "
        "more than 5 %; csaudit inspect shows the cells"
    )


def group_word(result: Result) -> str:
    """The first word of a breakdown's line: `fail`, or `few` where too few were judged."""
    if result.outcome is not Outcome.NO_DATA:
        return FIRST_WORD[result.outcome].lower()
    return "few" if result.reason == NoData.TOO_FEW else "none"
