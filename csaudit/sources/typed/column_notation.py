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
from csaudit.sources.typed.cells import Plan, quick, text_of
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

    def holds_words(self, column: SourceColumn) -> bool:
        """Whether the column has cells, and not one of them reads as a number."""
        text = text_of(column).alias("text")
        read = quick(Plan(column), text_of(column)).alias("value")
        cells = self._scan.frame.select(text, read).filter(pl.col("text").is_not_null())
        numbers = cells.filter(pl.col("value").is_not_null())
        has_cells = not self._scan.collect(cells.head(1)).is_empty()
        return has_cells and self._scan.collect(numbers.head(1)).is_empty()

    def with_order(self, plan: Plan, rest: pl.Series) -> Plan:
        """The plan of an instant column with the orders of day and month that `rest` needs.

        Raises:
            DataError: nothing settles the order of a shape that needs one.

        """
        column = plan.column
        if column.format is not None or isinstance(column.date_order, str):
            said = column.date_order if isinstance(column.date_order, str) else None
            return replace(plan, order=said)
        if rest.null_count() == len(rest):
            return plan
        own = dates.evidence(rest.drop_nulls())
        return replace(plan, order={shape: self._order(column, shape, own) for shape in own})

    def _order(self, column: SourceColumn, shape: str, own: Mapping[str, dates.Evidence]) -> str:
        """The order of one shape: what it says itself, else what all others agree on."""
        said = column.date_order or {}
        if not isinstance(said, str) and shape[0] in said:
            return said[shape[0]]
        one = own[shape]
        if one.order is not None:
            return one.order
        if not (one.day or one.month):
            if not one.open:
                return dates.DAY_FIRST  # day and month are the same
            agreed = self._agreed(own, shape)
            if agreed is not None:
                return agreed
        raise self._refused(column, shape, own)

    def _agreed(self, own: Mapping[str, dates.Evidence], shape: str) -> str | None:
        """The order of a shape that says nothing itself: what others say, else what is usual."""
        for others in (own, {shape: self._pooled.get(shape, own[shape])}, self._pooled):
            proven = (other for other in others.values() if other.day or other.month)
            known = {other.order for other in proven} - {None}
            if len(known) == 1:
                return str(known.pop())
            if known:
                return None
        usual = {column.usual_order for column in self._columns.values()} - {None}
        return usual.pop() if usual else None

    @cached_property
    def _pooled(self) -> Mapping[str, dates.Evidence]:
        """What all instants of the table say together: one program wrote them."""
        texts = [
            text_of(column).alias(name)
            for name, column in self._columns.items()
            if column.type is Type.INSTANT and column.date_order is None and column.format is None
        ]
        found: dict[str, dates.Evidence] = {}
        for column in self._scan.collect(self._scan.frame.select(texts)):
            for shape, one in dates.evidence(column.drop_nulls()).items():
                found[shape] = found.get(shape, dates.Evidence()) + one
        return found

    def _refused(
        self, column: SourceColumn, shape: str, own: Mapping[str, dates.Evidence]
    ) -> DataError:
        texts = self._scan.frame.select(text_of(column).alias("text"))
        alike = texts.filter(dates.shape_of(pl.col("text")) == shape).head(1)
        text = self._scan.collect(alike)["text"][0]
        mark, line, what = shape[0], "day-first", "no value in the file"
        others = {one[0]: found.order for one, found in own.items() if found.order is not None}
        others.pop(mark, None)
        if others:
            told = ", ".join(f'"{other}" is {order}' for other, order in others.items())
            what = f'no value with "{mark}" in the file ({told})'
            line = "".join(f', "{other}": {order}' for other, order in others.items())
            line = f'{{"{mark}": day-first{line}}}'
        why = f"{what} settles whether the day or the month comes first"
        paths = ", ".join(self._scan.paths)
        if own[shape].day and own[shape].month:
            raise DataError(
                f'{paths}: "{column.header}" has dates such as "{text}", some of which can only be '
                "day-first, others only month-first: two orders in one column cannot be told "
                "apart.",
                "export it again with all dates in one order, such as 2026-10-31",
            )
        return DataError(
            f'{paths}: "{column.header}" has dates such as "{text}", and {why}.',
            f"add to standards.yaml:  tables: {{{self._table}: {{date_order: {line}}}}}"
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
