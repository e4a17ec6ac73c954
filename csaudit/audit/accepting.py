"""Misses that a team knows and has taken on: by standard, the ids of their records.

`csaudit tickets -f accept` writes them down, `check --accept` leaves them out of what is judged and
counts them. What is no longer a miss is told, so that the list grows shorter.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from csaudit.audit.report import Gate, Note, TrippedBy
from csaudit.errors import DataError, UsageError
from csaudit.exit_codes import ExitCode
from csaudit.plan.ladder import ACCEPTED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from csaudit.audit.records_asked import Cases
    from csaudit.audit.report import Report

KEY: Final = "accepted"
STALE: Final = "accepted_stale"
_MOST: Final = 5


def parsed(text: str, path: str) -> dict[str, frozenset[str]]:
    """The ids of each standard, as `tickets -f accept` writes them. Raises UsageError."""
    how = f"write it with:  csaudit tickets FILE -f accept > {path}"
    try:
        content: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"--accept {path} is not JSON: {error}.", how) from None
    known = content.get(KEY) if isinstance(content, dict) else None
    if not isinstance(known, dict) or not all(map(_is_list_of_ids, known.values())):
        raise UsageError(
            f'--accept {path} is no list of accepted misses: {{"{KEY}": {{"standard": ["id"]}}}}.',
            how,
        )
    return {standard: frozenset(ids) for standard, ids in known.items()}


def _is_list_of_ids(ids: object) -> bool:
    return isinstance(ids, list) and all(isinstance(one, str) for one in ids)


def check_named(cases: Cases, standards: Iterable[str]) -> None:
    """Rows change places from export to export: only a record with an id of its own is accepted.

    Raises:
        DataError: no column is the id of the records that one of the standards is about.

    """
    source = next((cases.nameless[one] for one in standards if one in cases.nameless), None)
    if source is None:
        return
    raise DataError(
        f"{', '.join(source.paths)}: no column is the id of the {source.table}, by which accepted "
        "misses are found again.",
        f'add to standards.yaml:  tables: {{{source.table}: {{columns: {{id: "Its header"}}}}}}',
    )


def remarks(
    rows: pl.DataFrame, standards: Sequence[str], accepted: Mapping[str, Collection[str]]
) -> Iterator[Note]:
    """What of each standard is accepted, and what need not be any more.

    `rows`: the row report on the records in question. Of a record outside the period, or in no row
    at all, nobody knows whether it still is a miss.
    """
    used = _ids(rows.filter(pl.col("reason") == ACCEPTED))
    looked_at = _ids(rows.filter(~pl.col("verdict").is_in(["outside_period", "superseded"])))
    for standard, ids in accepted.items():
        if standard not in standards:
            continue
        if own := used.get(standard, set()):
            yield Note(
                code=KEY, message=f"{_count(len(own))} accepted and left out", standard=standard
            )
        if stale := sorted((set(ids) & looked_at.get(standard, set())) - own):
            more = ", …" if len(stale) > _MOST else ""
            yield Note(
                code=STALE,
                message=f"{_count(len(stale))} accepted that {'is' if len(stale) == 1 else 'are'} "
                f"none any more ({', '.join(stale[:_MOST])}{more}); write the list again",
                standard=standard,
            )


def _ids(rows: pl.DataFrame) -> dict[str, set[str]]:
    """The ids of each standard."""
    found: dict[str, set[str]] = {}
    for standard, record in rows.select("standard", "record_id").iter_rows():
        found.setdefault(standard, set()).add(record)
    return found


def _count(number: int) -> str:
    return f"{number:,} miss{'' if number == 1 else 'es'}"


def gated_on_stale(report: Report) -> Report:
    """The report with a gate that trips where something is accepted that is no miss any more."""
    stale = {note.standard for note in report.notes if note.code == STALE}
    causes = [
        TrippedBy(id=one.id, group={}, outcome=one.outcome, reason=STALE)
        for one in report.gating()
        if one.id in stale and one.id not in {cause.id for cause in report.gate.tripped_by}
    ]
    if not causes:
        return report
    tripped_by = (*report.gate.tripped_by, *causes)
    gate = Gate(
        fail_on=report.gate.fail_on,
        tripped=True,
        exit_code=int(ExitCode.GATE),
        tripped_by=tripped_by,
    )
    return replace(report, gate=gate)
