"""Why an export cannot be audited at all, in words and with what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from csaudit.errors import DataError
from csaudit.events.cases import CaseSource
from csaudit.plan.unmeasurable import not_given
from csaudit.sources.recognise.event_shape import as_log, looks_like_log
from csaudit.sources.recognise.header_guesses import header_meant
from csaudit.tables import argument

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from csaudit.plan.questions import Question
    from csaudit.sources import Source


def nothing_measurable(questions: Sequence[Question], sources: Sequence[Source]) -> DataError:
    """The error for data that shows not one of the standards, with each one's reason."""
    why = "; ".join(_reasons(questions)) or "none was asked for"
    what = f"not one standard can be measured on this data ({why})."
    lacking = next(_first_lacking(questions), None)
    if lacking is None and (tables := _without_a_file(questions)):
        given = " ".join(f"{table}=FILE" for table in tables)
        return DataError(what, f"give the data that they speak of:  {given}")
    table, column = lacking or ("tickets", "created_at")
    source = next((one for one in sources if one.table == table), None)
    if isinstance(source, CaseSource) and source.tickets is None:
        seen = f"csaudit inspect {argument('events', source.paths[0])}"
        return DataError(what, f"see which kinds of events the log has:  {seen}")
    line = _line(table, column, source)
    return DataError(
        what, f"mend the names in the standards, or say which column is meant:  {line}"
    )


def _line(table: str, column: str, source: Source | None) -> str:
    """The line that says from which header a column is read."""
    header = header_meant(table, column, () if source is None else source.columns)
    return f"tables: {{{table}: {{columns: {{{column}: {header}}}}}}}"


def _without_a_file(questions: Sequence[Question]) -> list[str]:
    """The tables of which there is no file at all."""
    told = (one for one in questions if one.obstacle is not None)
    lost = (one.table for one in told if one.obstacle == not_given(one.table))
    return list(dict.fromkeys(lost))


_NAMED: Final = 3


def _reasons(questions: Sequence[Question]) -> Iterator[str]:
    """Each reason once, with the standards that it stands in the way of."""
    found: dict[str, list[str]] = {}
    for question in questions:
        if question.obstacle is not None:
            found.setdefault(question.obstacle.words, []).append(question.standard.id)
    for words, ids in found.items():
        more = f" and {len(ids) - _NAMED} more" if len(ids) > _NAMED else ""
        yield f"{', '.join(ids[:_NAMED])}{more}: {words}"


def _first_lacking(questions: Sequence[Question]) -> Iterator[tuple[str, str]]:
    """The tables and the columns that they lack, those of other tables aside."""
    for question in questions:
        column = None if question.obstacle is None else question.obstacle.column
        if column is not None and "." not in column:
            yield question.table, column


def check_is_a_table(source: Source) -> None:
    """Raise DataError for a file that is no list of records, and say what it is."""
    if source.looks_like_summary():
        raise _summary_report(source)
    if source.is_empty():
        raise no_rows(source)
    if told := looks_like_log(source.table, source.columns, source.headers):
        raise as_log(source.paths, told)


def no_rows(source: Source) -> DataError:
    """The error for a file that holds nothing but a header."""
    return DataError(
        f"{', '.join(source.paths)} has no rows: there is nothing to audit.",
        "export at least one record, or leave the file away",
    )


def nothing_in_the_example(sources: Sequence[Source]) -> DataError:
    """The error for data that shows nothing of the built-in set."""
    paths = ", ".join(path for source in sources for path in source.paths)
    tables = " and ".join(source.table for source in sources)
    first = argument(sources[0].table, sources[0].paths[0])
    return DataError(
        f"the built-in example set holds nothing that {paths} ({tables}) can show.",
        f"write standards that fit it:  csaudit init {first}",
    )


def _summary_report(source: Source) -> DataError:
    found = ", ".join(column.header for column in list(source.columns.values())[:3])
    return DataError(
        f"{', '.join(source.paths)} is not a list of {source.table}: no column tells when one was "
        f"created (found: {found}, …); it looks like a summary.",
        "export one row for each ticket, or name the column:  "
        f"{_line('tickets', 'created_at', source)}",
    )
