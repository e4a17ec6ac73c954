"""The share of first replies that greet the customer by first name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csaudit.metrics.declaration import (
    Columns,
    Direction,
    Facts,
    Kind,
    Metric,
    Outside,
    Setting,
    SettingKind,
    Share,
    Unit,
)
from csaudit.metrics.parts.first_name import (
    any_name,
    first_name,
    is_address,
    name_in_address,
)
from csaudit.metrics.parts.wording import by_text, padded, says
from csaudit.tables import Type

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

GREETING = 10
"""Words at the beginning of a reply among which the name must be."""

LOOKED_AT = 1_000
"""Characters of a reply that hold its first words, mark-up included."""


def columns(settings: Mapping[str, Any], _table: str) -> Columns:
    """The reply, and the customer's name."""
    return Columns(needs=(("reply_text",), (settings["name"],)))


def measure(facts: Facts) -> Share:
    """The name among the first words of the reply."""
    import polars as pl

    reply = facts.column("reply_text").str.slice(0, LOOKED_AT)
    name = by_text(facts.column(facts.settings["name"], Type.TEXT), _reader(facts))
    both = pl.struct(reply.alias("reply"), name.alias("name"))
    return Share(
        success=both.map_batches(_greeted, return_dtype=pl.Boolean, is_elementwise=True),
        outside=(
            Outside("no reply", reply.is_null()),
            Outside("no name", facts.not_known(facts.settings["name"])),
            Outside("no first name", name.is_null()),
        ),
    )


def _reader(facts: Facts) -> Any:  # noqa: ANN401 - a function from a name to the words looked for
    known = any_name if facts.settings["accept"] == "any" else first_name

    def read(name: str) -> str | None:
        if "@" in name and is_address(name) and facts.settings["from_email"]:
            return name_in_address(name.strip("<> "))
        return known(name)

    return read


def _greeted(both: pl.Series) -> pl.Series:
    import polars as pl

    fields = both.struct
    pairs = zip(fields.field("reply"), fields.field("name"), strict=True)
    return pl.Series(both.name, [_greets(reply, name) for reply, name in pairs], pl.Boolean)


def _greets(reply: str | None, names: str | None) -> bool | None:
    if reply is None or names is None:
        return None
    greeting = f" {' '.join(padded(reply).split()[:GREETING])} "
    return any(says(greeting, name) for name in names.split("|"))


METRIC = Metric(
    name="greeting_rate",
    tables=("tickets",),
    kind=Kind.SHARE,
    unit=Unit.SHARE,
    direction=Direction.HIGHER,
    summary="The share of first replies that greet the customer by first name.",
    definition=(
        "First replies that have the customer's first name among their first ten words, divided "
        "by the first replies to customers whose first name is known. Case, accents, apostrophes "
        "and mark-up do not matter. The first name is the first word of the name, or the first "
        "after a comma (LEE, Anna); titles are dropped. Of a title and one word (Ms O'Neil) it is "
        "not known, nor from an initial, nor from an e-mail address unless `from_email` asks for "
        "it. In Chinese, Japanese and Korean writing the family name stands first: the first name "
        "is what follows the space, and without a space the whole name will do, or the whole "
        "without its first character (of four and more, its first two). `accept: any` takes the "
        "family name as well."
    ),
    formula="first replies with the first name ÷ first replies to a known first name",
    columns=columns,
    measure=measure,
    settings=(
        Setting("name", SettingKind.COLUMN, "customer_name", "the column with the name"),
        Setting(
            "accept",
            SettingKind.CHOICE,
            "first",
            "which name a greeting must have",
            choices=("first", "any"),
        ),
        Setting(
            "from_email",
            SettingKind.YES_NO,
            False,  # noqa: FBT003 - a default
            "guess the name from an e-mail address: anna.lee@example.com",
        ),
    ),
    counted="greeted",
    example="""\
- id: by-first-name
  statement: We greet every customer by first name.
  metric: greeting_rate
  target: 95%
""",
    elsewhere="Quality reviewers tick it by hand.",
)
