"""The share of answers that carry the brand's message and nothing that is forbidden."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from csaudit.metrics.declaration import (
    Columns,
    Detail,
    Direction,
    Facts,
    Fault,
    Kind,
    Metric,
    N,
    Outside,
    Setting,
    SettingKind,
    SettingNeededError,
    Share,
    Tally,
    Unit,
)
from csaudit.metrics.parts import reading, wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import polars as pl

    from csaudit.metrics.declaration import Tallies

SAID, ID = "said#", "ids#"


def columns(settings: Mapping[str, Any], _table: str) -> Columns:
    """The reply, or the column in which a reviewer marked it."""
    values = () if settings["column"] else ("reply_text",)
    return Columns(needs=((settings["column"] or "reply_text",),), uses=("id",), values=values)


def measure(facts: Facts) -> Share:
    """A phrase said and none that is forbidden, or a reviewer's yes."""
    settings = facts.settings
    if settings["column"]:
        return _by_reviewer(facts, settings["column"])
    if not settings["phrases"] and not settings["forbid"]:
        raise SettingNeededError(
            "metric",
            "brand_awareness_rate needs phrases, or the column in which a reviewer marked it",
            "phrases: [our promise]    or  forbid: [...]    or  column: on_brand",
        )
    return _by_phrases(facts)


def _by_reviewer(facts: Facts, column: str) -> Share:
    cells = reading.yes_no(facts, column)
    return Share(
        success=cells.value,
        outside=(Outside("not marked", facts.not_known(column) & ~facts.unreadable(column)),),
        faults=(Fault(column, cells.garbled),),
    )


def _by_phrases(facts: Facts) -> Share:
    phrases, forbidden = (_with_words(facts, name) for name in ("phrases", "forbid"))
    said = wording.by_text(facts, "reply_text", _looks_for([*phrases, *forbidden]))
    wanted = _has_one_of(said, range(len(phrases))) if phrases else said.is_not_null()
    unwanted = _has_one_of(said, range(len(phrases), len(phrases) + len(forbidden)))
    return Share(
        success=wanted & ~unwanted,
        outside=(Outside("no reply", said.is_null()),),
        tallies=dict(_said(facts, said, [*phrases, *forbidden], len(phrases))),
        details=lambda found: _details(found, [*phrases, *forbidden], len(phrases)),
    )


def _with_words(facts: Facts, setting: str) -> list[str]:
    """The phrases of a setting; raises SettingNeededError for one without a letter or digit."""
    for phrase in facts.settings[setting]:
        if not wording.words(phrase):
            what = f"{phrase} has neither letters nor digits that a reply could be searched for"
            raise SettingNeededError(setting, what, f"{setting}: [our promise]")
    return list(facts.settings[setting])


def _looks_for(phrases: list[str]) -> Callable[[str], str]:
    """Of a reply, the numbers of the phrases that it has: `,0,3,`."""
    looked_for = [wording.words(phrase) for phrase in phrases]

    def read(reply: str) -> str:
        text = wording.padded(reply)
        found = (
            str(number) for number, phrase in enumerate(looked_for) if wording.says(text, phrase)
        )
        return f",{','.join(found)},"

    return read


def _has_one_of(said: pl.Expr, numbers: range) -> pl.Expr:
    import polars as pl

    found = [said.str.contains(f",{number},", literal=True) for number in numbers]
    return pl.any_horizontal(*found) if found else pl.lit(value=False)


def _said(
    facts: Facts, said: pl.Expr, phrases: list[str], wanted: int
) -> Iterator[tuple[str, Tally]]:
    """How often each phrase was said; of those that are forbidden also where."""
    import polars as pl

    for number, _ in enumerate(phrases):
        saying = said.str.contains(f",{number},", literal=True)
        yield f"{SAID}{number}", Tally(saying)
        if number >= wanted:
            yield f"{ID}{number}", Tally(pl.when(saying).then(facts.column("id")), "ids")


def _details(found: Tallies, phrases: list[str], wanted: int) -> tuple[Detail, ...]:
    n, lines = found[N], []
    for number, phrase in enumerate(phrases):
        said = found[f"{SAID}{number}"]
        ids = tuple(found[f"{ID}{number}"]) if number >= wanted else ()
        share = Fraction(said, n) if n else None
        lines.append(Detail(label=phrase, value=share, n=n, numerator=said, ids=ids))
    return tuple(lines)


METRIC = Metric(
    name="brand_awareness_rate",
    tables=("tickets", "reviews"),
    kind=Kind.SHARE,
    unit=Unit.SHARE,
    direction=Direction.HIGHER,
    summary="The share of answers that carry the brand's message and nothing that is forbidden.",
    definition=(
        "Replies that have at least one of `phrases` and none of `forbid`, divided by all "
        "replies; with `forbid` alone, the replies that have none of those. Phrases are looked "
        "for at the boundaries of words, without case, accents, apostrophes, punctuation and "
        "mark-up. Or, with `column`, what a reviewer marked yes, divided by what was marked. How "
        "often each phrase was said is listed."
    ),
    formula="answers with the message ÷ answers",
    columns=columns,
    measure=measure,
    settings=(
        Setting("phrases", SettingKind.WORDS, (), "what carries the message, any of them"),
        Setting("forbid", SettingKind.WORDS, (), "what may not be said"),
        Setting("column", SettingKind.COLUMN, None, "a reviewer's yes or no, instead of phrases"),
    ),
    example="""\
- id: no-shrugging
  statement: We never say that we do not know.
  metric: brand_awareness_rate
  forbid: [I don't know, that's not my job]
  target: 100%
""",
    elsewhere="No helpdesk has it; quality reviews have it as a criterion.",
)
