"""The metrics that take a mark from each record: surveys, replies, and plain values."""

from __future__ import annotations

import re
from fractions import Fraction

from tests.reference.cells import GARBAGE
from tests.reference.quantities import scale
from tests.reference.verdicts import (
    Asked,
    Verdict,
    kept,
    not_applicable,
    resolution,
    unreadable,
)

GOOD = {"good", "great", "satisfied", "positive", "happy", "yes"}
BAD = {"bad", "not good", "unsatisfied", "dissatisfied", "negative", "unhappy", "no"}
NEUTRAL = {"ok", "okay", "neutral"}
NO_ANSWER = {"offered", "unoffered", "not offered", "none"}


def customer_satisfaction(asked: Asked) -> Verdict:
    neutral_is_out = asked.setting("neutral", "in") == "out"
    mark = asked.cell("csat")
    if mark is None:
        return not_applicable("no answer")
    if isinstance(mark, str):
        wanted = {str(word).casefold() for word in asked.setting("satisfied", [])}
        return _in_words(mark.casefold(), wanted, neutral_is_out=neutral_is_out)
    low, high = scale(asked.standard["scale"])
    if mark is GARBAGE or not low <= mark <= high:
        return unreadable("csat")
    if neutral_is_out and (high - low) % 2 == 0 and mark == (low + high) / 2:
        return not_applicable("neutral")
    return kept(_is_satisfied(asked, mark, low, high))


def _is_satisfied(asked: Asked, mark: Fraction, low: Fraction, high: Fraction) -> bool:
    """The marks that are named, else the top two of four or more points, the top one of less."""
    if "satisfied" in asked.standard:
        return mark in {Fraction(str(text)) for text in asked.standard["satisfied"]}
    return mark >= high - (1 if high - low + 1 >= 4 else 0)


def _in_words(word: str, wanted: set[str], *, neutral_is_out: bool) -> Verdict:
    if word in NO_ANSWER:
        return not_applicable("no answer")
    if word in NEUTRAL:
        return not_applicable("neutral") if neutral_is_out else kept(word in wanted)
    known = GOOD | BAD | wanted
    return kept(word in (wanted or GOOD)) if word in known else unreadable("csat")


def customer_effort(asked: Asked) -> Verdict:
    """`mean`: the mark itself. `top_box`: easy or not. `net`: 1 easy, -1 hard, 0 between."""
    mark = asked.cell("ces")
    if mark is None:
        return not_applicable("no answer")
    low, high = scale(asked.standard["scale"])
    if mark is GARBAGE or not low <= mark <= high:
        return unreadable("ces")
    method = asked.setting("method", "mean")
    if method == "mean":
        return Verdict("measured", mark=mark)
    size = 3 if high - low + 1 >= 7 else 2
    upper, lower = mark >= high - size + 1, mark <= low + size - 1
    easy, hard = (upper, lower) if asked.standard["easy"] == "high" else (lower, upper)
    if method == "top_box":
        return kept(easy)
    return Verdict("measured", mark=Fraction(int(easy) - int(hard)))


def net_promoter_score(asked: Asked) -> Verdict:
    mark = asked.cell("nps")
    if mark is None:
        return not_applicable("no answer")
    if mark is GARBAGE or mark.denominator != 1 or not 0 <= mark <= 10:
        return unreadable("nps")
    return Verdict("measured", mark=Fraction(int(mark >= 9) - int(mark <= 6)))


def replies_to_resolve(asked: Asked) -> Verdict:
    case, replies = resolution(asked), asked.cell("replies")
    if case.resolved is False:
        return not_applicable("not resolved")
    if case.resolved is None:
        return unreadable(case.fault or "resolved_at")
    if replies is None or replies is GARBAGE:
        return unreadable("replies")
    return Verdict("measured", mark=Fraction(replies))


AGGREGATE = re.compile(r"(count|sum|avg)\((\*|\w+)\)", re.IGNORECASE)


def value(asked: Asked) -> Verdict:
    """`count(*)`, `count(x)`, `sum(x)`, `avg(x)`: the mark is the cell, None where it is empty."""
    column = aggregated(asked.standard["value"])[1]
    if column == "*":
        return Verdict("measured", mark=Fraction(1))
    cell = asked.cell(column)
    if cell is GARBAGE:
        return unreadable(column)
    if isinstance(cell, int | Fraction):
        return Verdict("measured", mark=Fraction(cell))
    return Verdict("measured", mark=None if cell is None else Fraction(1))


def aggregated(text: str) -> tuple[str, str]:
    """The function and the column of an aggregate."""
    match = AGGREGATE.fullmatch(text.strip())
    assert match is not None, text
    return match.group(1).lower(), match.group(2)
