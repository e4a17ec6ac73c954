"""CSAT: the share of satisfied customers among those who answered."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from csaudit.metrics.declaration import (
    Columns,
    Comparison,
    Direction,
    Facts,
    Fault,
    Kind,
    Metric,
    Outside,
    Scale,
    Setting,
    SettingKind,
    SettingNeededError,
    Share,
    Unit,
)
from csaudit.metrics.parts import survey
from csaudit.metrics.parts.comparing import compare
from csaudit.tables import Type

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

SATISFIED = (
    "good", "great", "excellent", "very good", "satisfied", "very satisfied", "extremely satisfied",
    "positive", "happy", "very happy", "yes", "thumbs up", "👍", "😀", "🙂",
)  # fmt: skip
NEUTRAL = ("ok", "okay", "neutral", "neither", "fair", "average", "😐")
DISSATISFIED = (
    "bad", "not good", "poor", "very bad", "very poor", "unsatisfied", "dissatisfied",
    "very dissatisfied", "extremely dissatisfied", "negative", "unhappy", "very unhappy", "no",
    "thumbs down", "👎", "🙁", "😞",
)  # fmt: skip
NO_ANSWER = (
    "offered", "unoffered", "not offered", "not rated", "unrated", "none", "no response",
    "no answer", "n/a", "-",
)  # fmt: skip

_SOME_MARKS = re.compile(r"(>=|<=|>|<|=)?\s*(-?\d{1,9}(?:\.\d{1,9})?)")


def columns(_settings: Mapping[str, Any], _table: str) -> Columns:
    """The mark."""
    return Columns(needs=(("csat",),))


def measure(facts: Facts) -> Share:
    """Satisfied ÷ answered, from words or from numbers on a scale."""
    return _words(facts) if facts.types["csat"] is Type.TEXT else _numbers(facts)


def _words(facts: Facts) -> Share:
    word = facts.column("csat").str.strip_chars().str.to_lowercase()
    wanted = tuple(text.casefold() for text in facts.settings["satisfied"] or ())
    known = {*SATISFIED, *NEUTRAL, *DISSATISFIED, *wanted}
    neutral = word.is_in(sorted(NEUTRAL))
    return Share(
        success=word.is_in(sorted(wanted or SATISFIED)),
        outside=(
            Outside("no answer", word.is_null() | word.is_in(sorted(NO_ANSWER))),
            *_neutral_out(facts, neutral),
        ),
        faults=(Fault("csat", ~word.is_in(sorted(known))),),
    )


def _numbers(facts: Facts) -> Share:
    scale = facts.settings["scale"] or facts.scales.get("csat")
    if scale is None:
        raise SettingNeededError(
            "scale",
            "the column csat holds numbers, and no scale is given: 4 may be the best mark or not",
            "scale: 1-5    (or whatever the survey offered)",
        )
    mark = facts.column("csat")
    return Share(
        success=_satisfied(facts, mark, scale),
        outside=(
            survey.no_answer(facts, "csat"),
            *_neutral_out(facts, mark == survey.exact(survey.middle(scale))),
        ),
        faults=(survey.misread(facts, "csat", survey.off_scale(mark, scale)),),
    )


def _satisfied(facts: Facts, mark: pl.Expr, scale: Scale) -> pl.Expr:
    import polars as pl

    chosen = facts.settings["satisfied"]
    if not chosen:
        return mark >= survey.exact(survey.top(scale))
    return pl.any_horizontal(*(compare(mark, _marks(text, scale)) for text in chosen))


def _marks(text: str, scale: Scale) -> Comparison:
    """Marks that satisfy: `5`, or `>= 4`; raises SettingNeededError where there are none."""
    found = _SOME_MARKS.fullmatch(text.strip())
    if found is not None and scale.low <= Decimal(found[2]) <= scale.high:
        return Comparison(found[1] or "=", Decimal(found[2]))
    top = survey.top(scale)
    raise SettingNeededError(
        "satisfied",
        f"the column csat holds numbers, and {text} is no mark from {scale.low} to {scale.high}",
        f"satisfied: [{', '.join(str(mark) for mark in dict.fromkeys([top, scale.high]))}]",
    )


def _neutral_out(facts: Facts, neutral: pl.Expr) -> tuple[Outside, ...]:
    return (Outside("neutral", neutral),) if facts.settings["neutral"] == "out" else ()


METRIC = Metric(
    name="customer_satisfaction",
    tables=("surveys", "tickets", "calls"),
    kind=Kind.SHARE,
    unit=Unit.SHARE,
    direction=Direction.HIGHER,
    sampled=True,
    summary="CSAT: the share of satisfied customers among those who answered.",
    definition=(
        "Satisfied answers divided by all answers. Of numbers on `scale`, the top two of four or "
        "more points are satisfied and the top one of two or three; `satisfied` names other marks. "
        "Words such as Good and Bad need no scale; Offered and Not Offered are no answers. Marks "
        "off the scale are unreadable. `neutral: out` leaves the middle mark out of the count."
    ),
    counted="satisfied",
    formula="satisfied ÷ answered",
    columns=columns,
    measure=measure,
    settings=(
        Setting("scale", SettingKind.SCALE, None, "the lowest and the highest mark"),
        Setting(
            "satisfied",
            SettingKind.WORDS,
            None,
            'the words or marks that count as satisfied: [good], [4, 5] or ">= 4"',
        ),
        Setting(
            "neutral",
            SettingKind.CHOICE,
            "in",
            "whether neutral answers stand below the line",
            choices=("in", "out"),
        ),
    ),
    example="""\
- id: csat
  statement: Nine of ten customers are satisfied.
  metric: customer_satisfaction
  scale: 1-5
  target: 90%
""",
    elsewhere=(
        "Zendesk divides good by good plus bad, Intercom and Chatwoot 4 and 5 by all answers, "
        "Help Scout subtracts Not good from Great (from -100 to 100)."
    ),
)
