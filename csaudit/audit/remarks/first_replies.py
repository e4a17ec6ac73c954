"""What to know of first replies: that a machine may have given them, and how they are rounded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl

from csaudit.audit.report import Note
from csaudit.metrics.declaration import Duration
from csaudit.metrics.parts.reply import REPLY
from csaudit.plan.ladder import JUDGED
from csaudit.standards.model import ALWAYS
from csaudit.standards.quantities import Limit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from csaudit.audit.answers import Answers
    from csaudit.plan.standard_plan import StandardPlan
    from csaudit.tables import Type

PREFIX: Final = "first replies "
SECOND: Final = 1_000_000
MINUTE: Final = 60 * SECOND
PRECISIONS: Final = {"days": 86_400 * SECOND, "hours": 3_600 * SECOND, "minutes": MINUTE}
"""What a duration may be rounded to, the coarsest first."""

SUSPICIOUS: Final = 0.2
"""From this share of first replies within a minute on, machines may have written them."""

FEWEST: Final = 5
AT_ONCE: Final = "replies_at_once"
"""The code of the remark on them."""

_LIVE: Final = ("chat", "phone", "voice", "call", "messag", "sms", "whatsapp", "telegram")
"""Channels on which people do answer within a minute."""


def remarks(plan: StandardPlan, answers: Answers) -> Iterator[Note]:
    """Remarks on a standard about the first response; none on any other."""
    told = {
        name: answers.whole[plan.name(f"{PREFIX}{name}")]
        for name in ("written", "quick", "counted", "longer", "near", *PRECISIONS)
        if plan.name(f"{PREFIX}{name}") in answers.whole
    }
    if "quick" in told:
        yield from _at_once(plan, told)
    if "counted" in told:
        yield from _rounded(plan, told)


def is_told(plan: StandardPlan) -> bool:
    """Whether the standard is about first replies that were measured."""
    measured = isinstance(plan.measure, Duration) and plan.measured is not None
    return plan.question.metric.name == "first_response_time" and measured


def tallies(
    plan: StandardPlan, types: Mapping[str, Type], *, made: bool = False
) -> dict[str, pl.Expr]:
    """What `remarks` needs of all records: of the judged ones that were answered.

    `made`: the instants of the replies are made of the helpdesk's durations.
    """
    measured = plan.measured
    if not is_told(plan) or measured is None:
        return {}
    answered = [
        number
        for number in plan.ladder.numbers(*JUDGED)
        if not (plan.ladder.steps[number].rung.open or plan.ladder.steps[number].rung.at_least)
    ]
    ended = plan.step.is_in(answered) & measured.is_not_null()
    found: dict[str, pl.Expr] = {}
    standard = plan.question.standard
    if standard.calendars() == {ALWAYS} and standard.calendar_by is None:
        found |= _speed(ended, measured, types)
    # Only instants made of the helpdesk's durations are as exact as these, and no more.
    if (made or REPLY[1] in types) and standard.settings["clock"] != "helpdesk":
        told = REPLY[0] in types and not made
        counted = ended & pl.col(REPLY[0]).is_null() if told else ended
        found |= _precision(plan, counted, measured)
    return {plan.name(f"{PREFIX}{name}"): one for name, one in found.items()}


def _speed(ended: pl.Expr, measured: pl.Expr, types: Mapping[str, Type]) -> dict[str, pl.Expr]:
    channel = pl.col("channel") if "channel" in types else pl.lit(None, dtype=pl.String)
    fast = channel.str.to_lowercase().str.contains_any(list(_LIVE)).fill_null(value=False)
    return {
        "written": (ended & ~fast).sum(),
        "quick": (ended & ~fast & (measured <= MINUTE)).sum(),
    }


def _precision(plan: StandardPlan, counted: pl.Expr, measured: pl.Expr) -> dict[str, pl.Expr]:
    return {
        "counted": counted.sum(),
        "longer": (counted & (measured > 0)).sum(),
        "near": _near(plan, counted, measured),
        **{unit: (counted & (measured % size == 0)).sum() for unit, size in PRECISIONS.items()},
    }


def _near(plan: StandardPlan, counted: pl.Expr, measured: pl.Expr) -> pl.Expr:
    """How many lie on the limit, for each precision that the durations may have."""
    within = plan.question.standard.within
    if not isinstance(within, Limit) or within.kind != "time":
        return pl.concat_list(pl.lit(0) for _ in PRECISIONS)
    away = (measured - within.amount).abs()
    return pl.concat_list((counted & (away < size)).sum() for size in PRECISIONS.values())


def _at_once(plan: StandardPlan, told: Mapping[str, Any]) -> Iterator[Note]:
    quick, written = told["quick"], told["written"]
    if quick >= FEWEST and quick >= SUSPICIOUS * written:
        yield Note(
            code=AT_ONCE,
            message=(
                f"{quick:,} of {written:,} first replies came within a minute: if a bot "
                "or an automatic answer gave them, they are not the replies of a human"
            ),
            standard=plan.question.standard.id,
            setting="leave_out: [{where: ..., reason: answered by a bot}]",
        )


def _rounded(plan: StandardPlan, told: Mapping[str, Any]) -> Iterator[Note]:
    """Instants made of the helpdesk's duration are as exact as that is."""
    counted = told["counted"]
    unit = next((name for name in PRECISIONS if told[name] == counted), None)
    if counted < FEWEST or unit is None or not told["longer"]:
        return
    precision, within = PRECISIONS[unit], plan.question.standard.within
    message = f"first replies are known in whole {unit} (± {precision // SECOND} s)"
    if isinstance(within, Limit) and within.kind == "time":
        near = told["near"][list(PRECISIONS).index(unit)]
        records = "1 ticket lies" if near == 1 else f"{near:,} tickets lie"
        message += f": {records} on the limit"
    yield Note(code="rounded_replies", message=message, standard=plan.question.standard.id)
