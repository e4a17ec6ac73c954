"""What to know of first replies: that a machine may have given them, and how they are rounded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from csaudit.audit.report import Note
from csaudit.metrics.parts.reply import REPLY
from csaudit.plan.evaluation import MEASURED, RUNG
from csaudit.plan.ladder import JUDGED
from csaudit.standards.model import ALWAYS
from csaudit.standards.quantities import Limit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from csaudit.plan.context import Context
    from csaudit.plan.evaluation import Evaluated

SECOND: Final = 1_000_000
MINUTE: Final = 60 * SECOND
PRECISIONS: Final = {"days": 86_400 * SECOND, "hours": 3_600 * SECOND, "minutes": MINUTE}
"""What a duration may be rounded to, the coarsest first."""

SUSPICIOUS: Final = 0.2
"""From this share of first replies within a minute on, machines may have written them."""

FEWEST: Final = 5
AT_ONCE: Final = ("chat", "phone", "voice", "call", "messag", "sms", "whatsapp", "telegram")
"""Channels on which people do answer within a minute."""


def remarks(answer: Evaluated, context: Context) -> Iterator[Note]:
    """Remarks on a standard about the first response; none on any other."""
    standard = answer.question.standard
    if answer.question.metric.name != "first_response_time" or MEASURED not in answer.frame.columns:
        return
    ended = _ended(answer, context)
    if standard.calendars() == {ALWAYS} and standard.calendar_by is None:
        yield from _at_once(answer, ended)
    if standard.settings["clock"] != "helpdesk":
        yield from _rounded(answer, ended)


def _ended(answer: Evaluated, context: Context) -> pl.DataFrame:
    """The judged records that were answered: how long it took, the channel, and the instant."""
    has = context.table.types
    channel = pl.col("channel") if "channel" in has else pl.lit(None, dtype=pl.String)
    counted = pl.col(REPLY[0]).is_null() if REPLY[0] in has else pl.lit(value=True)
    known = context.frame.with_columns(channel.alias("channel"), counted.alias("counted"))
    rungs = answer.ladder.rungs
    answered = [
        number
        for number in answer.ladder.numbers(*JUDGED)
        if not (rungs[number].open or rungs[number].at_least)
    ]
    frame = answer.frame.select(RUNG, MEASURED).hstack(known.select("channel", "counted"))
    return frame.filter(pl.col(RUNG).is_in(answered) & pl.col(MEASURED).is_not_null())


def _at_once(answer: Evaluated, ended: pl.DataFrame) -> Iterator[Note]:
    fast = pl.col("channel").str.to_lowercase().str.contains_any(list(AT_ONCE))
    written = ended.filter(~fast.fill_null(value=False))
    quick = written.filter(pl.col(MEASURED) <= MINUTE).height
    if quick >= FEWEST and quick >= SUSPICIOUS * written.height:
        yield Note(
            code="replies_at_once",
            message=(
                f"{quick:,} of {written.height:,} first replies came within a minute: if a bot "
                "or an automatic answer gave them, they are not the replies of a human"
            ),
            standard=answer.question.standard.id,
            setting="leave_out: [{where: ..., reason: answered by a bot}]",
        )


def _rounded(answer: Evaluated, ended: pl.DataFrame) -> Iterator[Note]:
    """Instants made of the helpdesk's duration are as exact as that is."""
    counted = ended.filter("counted").get_column(MEASURED)
    unit = next((name for name, size in PRECISIONS.items() if (counted % size == 0).all()), None)
    if len(counted) < FEWEST or unit is None or not (counted > 0).any():
        return
    precision, within = PRECISIONS[unit], answer.question.standard.within
    message = f"first replies are known in whole {unit} (± {precision // SECOND} s)"
    if isinstance(within, Limit) and within.kind == "time":
        near = int(((counted - within.amount).abs() < precision).sum())
        records = "1 ticket lies" if near == 1 else f"{near:,} tickets lie"
        message += f": {records} on the limit"
    yield Note(code="rounded_replies", message=message, standard=answer.question.standard.id)
