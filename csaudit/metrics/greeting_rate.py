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
from csaudit.metrics.parts.wording import by_text, looked_for, padded

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

BETWEEN = "|"

GREETING = 10
"""Words at the beginning of a reply among which the name must be."""

LOOKED_AT = 1_000
"""Characters of a reply that hold its first words, mark-up included."""


def columns(settings: Mapping[str, Any], _table: str) -> Columns:
    """The reply, and the customer's name."""
    named = ("reply_text", settings["name"])
    return Columns(needs=tuple((name,) for name in named), values=named)


def measure(facts: Facts) -> Share:
    """The name among the first words of the reply."""
    import polars as pl

    greeting = by_text(facts, "reply_text", _greeting)
    name = by_text(facts, facts.settings["name"], _reader(facts))
    forms = name.str.split(BETWEEN)
    said = [
        greeting.str.contains(forms.list.get(number, null_on_oob=True), literal=True)
        for number in range(_most_forms(facts))
    ]
    greeted = pl.any_horizontal(*(one.fill_null(value=False) for one in said))
    return Share(
        success=pl.when(greeting.is_not_null() & name.is_not_null()).then(greeted),
        outside=(
            Outside("no reply", greeting.is_null()),
            Outside("no name", facts.not_known(facts.settings["name"])),
            Outside("no first name", name.is_null()),
        ),
    )


def _most_forms(facts: Facts) -> int:
    """In how many forms a name of the data may be looked for."""
    read, cells = _reader(facts), facts.values(facts.settings["name"])
    names = [name for cell in cells if cell is not None and (name := read(cell)) is not None]
    return max((name.count(BETWEEN) for name in names), default=0) + 1


def _reader(facts: Facts) -> Callable[[str], str | None]:
    """From a name to the words looked for, in several forms with BETWEEN between them."""
    known = any_name if facts.settings["accept"] == "any" else first_name

    def read(cell: str) -> str | None:
        if "@" in cell and is_address(cell) and facts.settings["from_email"]:
            name = name_in_address(cell.strip("<> "))
        else:
            name = known(cell)
        return None if name is None else BETWEEN.join(map(looked_for, name.split(BETWEEN)))

    return read


def _greeting(reply: str) -> str:
    """The first words of a reply, between spaces."""
    return f" {' '.join(padded(reply[:LOOKED_AT]).split()[:GREETING])} "


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
