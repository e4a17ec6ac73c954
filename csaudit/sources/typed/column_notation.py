"""What only a whole column can settle: which of day and month comes first, the decimal mark."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

import polars as pl

from csaudit.errors import DataError
from csaudit.sources.notations import dates, numbers
from csaudit.sources.notations.instants import commonest
from csaudit.sources.recognise.table_scan import SAMPLE
from csaudit.sources.typed.cells import Plan, text_of
from csaudit.tables import FILE, ROW, Type

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from csaudit.sources.model import SourceColumn
    from csaudit.sources.recognise.table_scan import Scan

MARKS: Final = {"decimal-comma": ",", "decimal-point": "."}
"""What `format` may say of a column of numbers."""


class Settling:
    """Settles how the columns of one table are to be read, from all of its cells."""

    def __init__(self, table: str, scan: Scan, columns: Mapping[str, SourceColumn]) -> None:
        self._table = table
        self._scan = scan
        self._columns = columns

    def plans(self, columns: Iterable[SourceColumn]) -> dict[str, Plan]:
        """How each column is read at first; a sample tells the commonest spelling of instants."""
        plans = {one.name: Plan(one, mark=MARKS.get(one.format or "", ".")) for one in columns}
        instants = [one for one in plans if plans[one].column.type is Type.INSTANT]
        instants = [one for one in instants if plans[one].column.format is None]
        if instants:
            texts = [text_of(plans[one].column).alias(one) for one in instants]
            sample = self._scan.collect(self._scan.frame.head(SAMPLE).select(texts))
            for one in instants:
                plans[one] = replace(plans[one], pattern=commonest(sample[one]))
        return plans

    def with_order(self, plan: Plan, rest: pl.Series) -> Plan:
        """The plan of an instant column with the order of day and month that `rest` needs.

        Raises:
            DataError: nothing settles the order.

        """
        column = plan.column
        if column.format is not None or column.date_order is not None:
            return replace(plan, order=column.date_order)
        if rest.null_count() == len(rest):
            return plan
        found = rest.to_frame("text").select(dates.evidence(pl.col("text")).alias("text"))
        own = _evidence(found)["text"]
        order = own.order
        if order is None and not (own.day or own.month):
            order = self._pooled.order
        if order is None:
            self._refuse(column, rest, own)
        return replace(plan, order=order)

    @cached_property
    def _pooled(self) -> dates.Evidence:
        """What all instants of the table say together: one program wrote them."""
        texts = [
            dates.evidence(text_of(column)).alias(name)
            for name, column in self._columns.items()
            if column.type is Type.INSTANT and column.date_order is None and column.format is None
        ]
        found = _evidence(self._scan.collect(self._scan.frame.select(texts)))
        return sum(found.values(), dates.Evidence())

    def _refuse(self, column: SourceColumn, rest: pl.Series, own: dates.Evidence) -> None:
        text = dates.numeric(rest)[0]
        where = ", ".join(self._scan.paths)
        why = "no value in the file settles whether the day or the month comes first"
        if own.day and own.month:
            why = "some values can only be day-first, others only month-first"
        raise DataError(
            f'{where}: "{column.header}" has dates such as "{text}", and {why}.',
            f"add to standards.yaml:  tables: {{{self._table}: {{date_order: day-first}}}}"
            "      or month-first",
        )

    def with_mark(self, plan: Plan, rest: pl.Series) -> tuple[Plan, pl.Series | None]:
        """The plan of a column of numbers with its decimal mark.

        Where the column has commas, the text of all its cells comes along, to be read anew.
        """
        if plan.column.format in MARKS or not rest.str.contains(",", literal=True).any():
            return plan, None
        text = text_of(plan.column).alias("text")
        table = self._scan.collect(self._scan.frame.select(FILE, ROW, text))
        return replace(plan, mark=numbers.decimal_mark(table["text"])), table["text"]


def _evidence(table: pl.DataFrame) -> dict[str, dates.Evidence]:
    return {name: dates.Evidence(**found) for name, found in table.row(0, named=True).items()}
