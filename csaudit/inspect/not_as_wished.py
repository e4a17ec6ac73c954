"""Why an export is not the one that one would wish for: a summary, a log of events, no instants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from csaudit.sources.recognise.event_shape import looks_like_log
from csaudit.tables import BEGINS, argument

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from csaudit.inspect.findings import MetricSeen, TableSeen
    from csaudit.sources import Source

GUESS: Final = "likely_columns"
"""The code of the remark on what unknown headers may mean."""

OPENED: Final = {
    "tickets": "a ticket was created",
    "calls": "a call came in",
    "surveys": "a survey was sent or answered",
    "reviews": "a review was made",
}
_SHOWN: Final = 40
"""Characters of a cell that are shown."""


def explained(source: Source, table: TableSeen, metrics: Sequence[MetricSeen]) -> Iterator[str]:
    """Why this is not the export that one would wish for."""
    if not table.rows:
        yield "It has a header and no rows: there is nothing to audit."
    begins = BEGINS[table.table]
    begun = any(name in source.columns for name in begins)
    fits = any(not one.lacks and not one.write for one in metrics)
    if table.preset is None and (
        told := looks_like_log(table.table, source.columns, source.headers)
    ):
        yield (
            f"It holds events of a case ({', '.join(told[:4])}, …), and is read as tickets here. "
            f"Name the table:  {argument('events', source.paths[0])}"
        )
    elif source.looks_like_summary():
        yield (
            f"It looks like a summary, not a list of {table.table}: its columns hold totals or "
            f"averages. Export one row for each {table.table.removesuffix('s')}."
        )
    elif not begun and table.preset is None and not fits:
        yield (
            f"It does not look like a list of {table.table}: no column tells when "
            f"{OPENED[table.table]}, and there is nothing else that csaudit can measure."
        )
    elif not begun:
        guessed = any(note.code == GUESS for note in table.remarks)
        line = f'tables: {{{table.table}: {{columns: {{{begins[0]}: "Its header"}}}}}}'
        yield (
            f"No column tells when {OPENED[table.table]}: times from there on cannot be "
            f"measured.{'' if guessed else f' If one does, name it:  {line}'}"
        )
    elif odd := _odd_status(source, table):
        yield (
            f"It may not be a list of tickets: nothing but its status says how a case went on, and "
            f"that is {odd}, which is neither open nor final."
        )
    elif not fits and table.rows:
        yield (
            f"No metric can be measured from it as it is: it tells when {OPENED[table.table]}, "
            "and not what became of it."
        )


def _odd_status(source: Source, table: TableSeen) -> str | None:
    """The commonest status of a table whose statuses are not those of cases, and stand alone."""
    status = table.column("status")
    if table.preset is not None or status is None or source.case_columns() != {"status"}:
        return None
    strange = status.strange
    if sum(strange.values()) < status.present or not strange:
        return None
    return f'"{next(iter(strange))[:_SHOWN]}"'
