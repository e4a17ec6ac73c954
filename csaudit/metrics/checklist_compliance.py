"""The share of records on which every item of a checklist is yes."""

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
    Outside,
    Setting,
    SettingKind,
    SettingNeededError,
    Share,
    Tally,
    Unit,
)
from csaudit.metrics.parts import reading

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from csaudit.metrics.declaration import Tallies


def columns(settings: Mapping[str, Any], _table: str) -> Columns:
    """Every item."""
    return Columns(needs=tuple((item,) for item in _items(settings)))


def _items(settings: Mapping[str, Any]) -> Sequence[str]:
    """What must be yes; critical items too, wherever they are written."""
    return tuple(dict.fromkeys([*(settings["items"] or ()), *settings["critical"]]))


def measure(facts: Facts) -> Share:
    """Every item yes; one that is no settles it, whatever the others say."""
    import polars as pl

    items = _items(facts.settings)
    if not items:
        raise SettingNeededError("items", "a checklist without items", "items: [first, second]")
    cells = {item: reading.yes_no(facts, item) for item in items}
    every = pl.all_horizontal(*(cell.value for cell in cells.values()))
    blank = pl.all_horizontal(
        *(cell.value.is_null() & ~cell.garbled for cell in cells.values()),
    )
    garbled = [Fault(item, every.is_null() & cell.garbled) for item, cell in cells.items()]
    empty = [Fault(item, every.is_null() & cell.value.is_null()) for item, cell in cells.items()]
    return Share(
        success=every,
        outside=(Outside("not checked", blank),),
        faults=(*garbled, *empty),
        tallies={
            **{_known(item): Tally(cell.value, "count") for item, cell in cells.items()},
            **{_yes(item): Tally(cell.value) for item, cell in cells.items()},
        },
        details=lambda found: tuple(_detail(found, item) for item in items),
    )


def _known(item: str) -> str:
    return f"known#{item}"


def _yes(item: str) -> str:
    return f"yes#{item}"


def _detail(found: Tallies, item: str) -> Detail:
    known, yes = found[_known(item)], found[_yes(item)]
    share = Fraction(yes, known) if known else None
    return Detail(label=item, value=share, n=known, numerator=yes)


METRIC = Metric(
    name="checklist_compliance",
    tables=("reviews", "tickets", "calls", "surveys"),
    kind=Kind.SHARE,
    unit=Unit.SHARE,
    direction=Direction.HIGHER,
    summary="The share of records on which every item of a checklist is yes.",
    definition=(
        "Records on which every one of `items` is yes, divided by the records that were checked. "
        "An item that is no settles it; a record with an item left blank and no other at no "
        "cannot be judged and is unreadable. One on which all are blank was not checked. The "
        "share of each item, where it was filled in, is listed."
    ),
    formula="every item yes ÷ checked",
    columns=columns,
    measure=measure,
    counted="complete",
    settings=(
        Setting(
            "items",
            SettingKind.WORDS,
            None,
            "the columns with yes or no",
            required=True,
        ),
        Setting(
            "critical",
            SettingKind.WORDS,
            (),
            "columns that must be yes as well; on a checklist every item is critical",
        ),
    ),
    example="""\
- id: seat-belts
  statement: We check every passenger's seat belt and tray table.
  metric: checklist_compliance
  items: [seat_belt, tray_table]
  target: 100%
""",
    elsewhere="Quality tools average the items instead, which hides a checklist half done.",
)
