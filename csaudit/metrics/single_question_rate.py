"""The share of inquiries that ask the most repeated question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csaudit.metrics.declaration import (
    Columns,
    Direction,
    Facts,
    Fault,
    Kind,
    Metric,
    NotMeasurableError,
    Series,
    Setting,
    SettingKind,
    Unit,
)
from csaudit.metrics.parts import most_common, wording
from csaudit.metrics.parts.most_common import ASKED, ID, SPELLED
from csaudit.metrics.parts.subject import question
from csaudit.tables import Type

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

SUBJECT = "subject"


def columns(settings: Mapping[str, Any], _table: str) -> Columns:
    """The question, and the ids of those who asked it."""
    asked = settings["question"]
    values = (SUBJECT,) if asked == SUBJECT else ()
    return Columns(needs=((asked,),), uses=("id",), values=values)


def measure(facts: Facts) -> Series:
    """The commonest folded subject, or category, over all inquiries."""
    import polars as pl

    column = facts.settings["question"]
    asked = _folded(facts) if column == SUBJECT else category(facts, column)
    spelled = asked if column == SUBJECT else facts.view(column).cast(pl.String)
    return Series(
        columns={
            ASKED: pl.concat_list(asked),
            SPELLED: pl.concat_list(spelled),
            ID: facts.column("id"),
        },
        grouped=most_common.grouped(facts, near=facts.settings["near"]),
        summarise=most_common.summing(facts, "questions", facts.settings["near"]),
        faults=(Fault(column, facts.unreadable(column)),),
    )


def _folded(facts: Facts) -> pl.Expr:
    ignored = {question(subject) for subject in facts.settings["ignore"]}

    def read(subject: str) -> str | None:
        found = question(subject)
        return None if found in ignored else found

    return wording.by_text(facts, SUBJECT, read)


def category(facts: Facts, column: str) -> pl.Expr:
    """A category as it is compared: trimmed, without upper and lower case; ignored ones empty."""
    import polars as pl

    if facts.types[column] is Type.TAGS:
        words = f"{column} holds several words for one case: write  metric: topic_share"
        raise NotMeasurableError("column_missing", words)
    plain = facts.view(column).cast(pl.String).str.strip_chars().str.to_lowercase()
    ignored = [word.strip().lower() for word in facts.settings["ignore"]]
    return pl.when(~plain.is_in(ignored)).then(plain)


METRIC = Metric(
    name="single_question_rate",
    tables=("tickets",),
    kind=Kind.SERIES,
    unit=Unit.SHARE,
    direction=Direction.LOWER,
    judges_records=False,
    summary="The share of inquiries that ask the most repeated question.",
    definition=(
        "How often the most repeated question was asked, divided by all inquiries. The question "
        "is the subject without case, accents, marks of replies and forwards (Re:, AW:, TR:, RV:, "
        "SV:, …), words that hold a digit, punctuation and needless spaces; or, exactly, a "
        "category column. Subjects in `ignore` and empty ones stay below the line and are no "
        "question. `near: 90%` counts questions as one of which that much is the same once their "
        "words are sorted (needs the extra `near`). With k questions the commonest has at least "
        "1/k of those asked: where that is no less than the target, nothing could meet it, and "
        "there is no verdict. Every question at or over the target is listed; it belongs in the "
        "FAQ."
    ),
    counted="most asked question",
    formula="times the commonest question was asked ÷ inquiries",
    columns=columns,
    measure=measure,
    settings=(
        Setting(
            "question",
            SettingKind.CHOICE,
            SUBJECT,
            "what is asked: the folded subject, the topic as it is, or another column",
            choices=(SUBJECT, "topic"),
            or_column=True,
        ),
        Setting("ignore", SettingKind.WORDS, (), "subjects of forms, which are no questions"),
        Setting("near", SettingKind.SHARE, None, "how similar two subjects of one question are"),
    ),
    example="""\
- id: no-repeated-question
  statement: No question makes up more than 3 % of all inquiries; the FAQ answers it before.
  metric: single_question_rate
  ignore: [Contact form]
  target: "<= 3%"
""",
    elsewhere="No helpdesk has it.",
)
