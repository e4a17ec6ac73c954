"""The share of surveys that were answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csaudit.metrics.customer_satisfaction import NO_ANSWER
from csaudit.metrics.declaration import (
    Columns,
    Direction,
    Facts,
    Kind,
    Metric,
    NotMeasurableError,
    Outside,
    Share,
    Unit,
)
from csaudit.tables import Type

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

MARKS = ("csat", "ces", "nps")
OFFERED = "offered"


def columns(_settings: Mapping[str, Any], table: str) -> Columns:
    """Sent and answered; without the instant of the answer, any mark tells."""
    if table == "tickets":
        return Columns(needs=(("csat",),), values=("csat",))
    return Columns(needs=(("answered_at", *MARKS),), uses=("sent_at", *MARKS))


def measure(facts: Facts) -> Share:
    """Answered, of those that were sent."""
    return _of_tickets(facts) if facts.table == "tickets" else _of_surveys(facts)


def _of_surveys(facts: Facts) -> Share:
    import polars as pl

    marks = [name for name in MARKS if facts.has(name)]
    marked = pl.any_horizontal(pl.lit(value=False), *(_marked(facts, name) for name in marks))
    answered_at = facts.column("answered_at").is_not_null()
    answered = answered_at | facts.unreadable("answered_at") | marked
    unsent = facts.not_known("sent_at") & ~facts.unreadable("sent_at") & ~answered
    return Share(
        success=answered,
        outside=(Outside("not sent", unsent),) if facts.has("sent_at") else (),
    )


def _marked(facts: Facts, name: str) -> pl.Expr:
    """A mark stands there, readable or not; words for no answer are none."""
    if facts.types[name] is Type.TEXT:
        return ~_word(facts).is_in(sorted(NO_ANSWER)) & facts.column(name).is_not_null()
    return facts.column(name).is_not_null() | facts.unreadable(name)


def _of_tickets(facts: Facts) -> Share:
    """Zendesk's words: Offered was sent and not answered, Unoffered was not sent."""
    if facts.types["csat"] is not Type.TEXT or OFFERED not in _words_in(facts):
        raise NotMeasurableError(
            "column_missing",
            "tickets do not say which surveys were sent: csat never holds the word Offered",
        )
    word = _word(facts)
    not_sent = word.is_null() | (word.is_in(sorted(NO_ANSWER)) & (word != OFFERED))
    return Share(success=word != OFFERED, outside=(Outside("not sent", not_sent),))


def _word(facts: Facts) -> pl.Expr:
    return facts.column("csat").str.strip_chars().str.to_lowercase()


def _words_in(facts: Facts) -> set[str]:
    return {text.strip().lower() for text in facts.values("csat") if text is not None}


METRIC = Metric(
    name="survey_response_rate",
    tables=("surveys", "tickets"),
    kind=Kind.SHARE,
    unit=Unit.SHARE,
    direction=Direction.HIGHER,
    summary="The share of surveys that were answered.",
    definition=(
        "Surveys answered, divided by the surveys sent: those with a sent_at, or all where the "
        "data has no such column. Answered is what has an instant of the answer or a mark, be it "
        "one that cannot be read. In tickets, a satisfaction of Offered was sent and not "
        "answered, Unoffered was not sent; without such words tickets do not tell. A table that "
        "holds only answers gives 100 %."
    ),
    formula="answered ÷ sent",
    columns=columns,
    measure=measure,
    counted="answered",
    example="""\
- id: surveys-answered
  statement: One survey in five is answered.
  metric: survey_response_rate
  target: 20%
""",
    elsewhere="Zendesk divides rated by surveyed, Chatwoot responses by surveys sent.",
)
