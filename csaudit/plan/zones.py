"""Times that name no zone: an error where the zone changes an answer, else a note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csaudit.errors import DataError
from csaudit.sources.recognise.zone_in_header import zone_to_write
from csaudit.tables import BEGINS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from csaudit.plan.questions import Question
    from csaudit.plan.typed_tables import Loaded
    from csaudit.standards import StandardsFile


def check_zones(
    tables: Sequence[Loaded], questions: Sequence[Question], file: StandardsFile
) -> None:
    """Raise DataError for the first standard that measures with a time of unknown zone."""
    for table in tables:
        for question in questions:
            if question.table != table.name or question.obstacle is not None:
                continue
            column = next((name for name in needed(question) if name in table.zoneless), None)
            if column is not None:
                raise _without_zone(table, column, question, file)


def needed(question: Question) -> list[str]:
    """The columns whose instants a standard measures with.

    What merely dates a record matters only where it is put into periods.
    """
    standard = question.standard
    by_period = standard.every is not None or standard.judge.every is not None
    read = [name for compiled in question.where for name in compiled.reads]
    read += question.metric.columns(standard.settings, question.table).all()
    usual = [question.dated_by] if standard.dated_by is not None else BEGINS[question.table]
    return [*read, *usual] if by_period or standard.target_history else read


def _without_zone(table: Loaded, column: str, question: Question, file: StandardsFile) -> DataError:
    example = table.zoneless[column]
    header = table.source.columns[column].header
    zone = zone_to_write([header])
    write = (
        "run with"
        if file.is_example
        else f"add to standards.yaml:  timezone: {zone}      or run with"
    )
    return DataError(
        f'{example.path}: the times in "{header}" carry no time zone (row {example.row}: '
        f'"{example.text}"), and standard {question.standard.id} needs one.',
        f"{write}  --timezone {zone}",
    )
