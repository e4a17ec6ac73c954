"""The same tickets, as every helpdesk and file format would hand them over, say the same."""

from __future__ import annotations

import csv
import gzip
import io
import json
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

import csaudit

if TYPE_CHECKING:
    from pathlib import Path

STANDARDS = """
version: 1
timezone: Europe/London
standards:
  - {id: solved, statement: Soon., metric: resolution_time, within: 12h, by: [priority], min_n: 1}
  - {id: median, statement: Soon., metric: resolution_time, statistic: median, target: <= 1d}
  - {id: rate, statement: In the end., metric: resolution_rate, by: [agent], min_n: 1}
  - {id: back, statement: It holds., metric: reopen_rate, target: 5%}
"""
AGENTS = ("Zoë Müller", 'O"Neil, Ann', "François")


def tickets() -> list[dict[str, Any]]:
    """Zendesk's own fields: a day of tickets in winter, when London's clock shows UTC."""
    made = []
    for n in range(60):
        solved = n % 7 != 0
        made.append(
            {
                "id": 1000 + n,
                "created_at": f"2026-01-{5 + n % 9:02}T{n % 24:02}:{n:02}:00Z",
                "updated_at": f"2026-01-20T{n % 24:02}:00:00Z",
                "solved_at": f"2026-01-{6 + n % 9:02}T{(n * 5) % 24:02}:00:00Z" if solved else None,
                "status": "solved" if solved else "open",
                "priority": ("urgent", "high", "normal")[n % 3],
                "assignee": AGENTS[n % 3],
                "reopens": n % 4 // 3,
                "replies": 1 + n % 3,
            }
        )
    return made


HEADERS = {
    "id": "Id", "created_at": "Created at", "updated_at": "Updated at", "solved_at": "Solved at",
    "status": "Status", "priority": "Priority", "assignee": "Assignee", "reopens": "Reopens",
    "replies": "Replies",
}  # fmt: skip


def csv_text(rows: list[dict[str, Any]], delimiter: str = ",") -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(HEADERS.values())
    for row in rows:
        times = {"created_at", "updated_at", "solved_at"}
        writer.writerow(
            (row[name] or "").replace("T", " ").removesuffix("Z") if name in times else row[name]
            for name in HEADERS
        )
    return out.getvalue()


def nested(row: dict[str, Any]) -> dict[str, Any]:
    """As Zendesk's API has it: the metrics in a set of their own."""
    own = {name: row[name] for name in ("id", "created_at", "updated_at", "status", "priority")}
    measured = {name: row[name] for name in ("solved_at", "reopens", "replies")}
    ids = {"requester_id": 7, "assignee_id": row["assignee"], "group_id": 3, "brand_id": 1}
    return own | ids | {"via": {"channel": "email"}, "metric_set": measured}


def written(folder: Path, form: str) -> list[Path]:  # noqa: C901 - one case a form
    rows, path = tickets(), folder / form
    flat = [{HEADERS[name]: value for name, value in row.items()} for row in rows]
    match form:
        case "tickets.csv":
            path.write_text(csv_text(rows), encoding="utf-8", newline="")
        case "semicolons.csv":
            path.write_bytes(csv_text(rows, ";").encode("cp1252"))
        case "tickets.csv.gz":
            path.write_bytes(gzip.compress(csv_text(rows).encode()))
        case "tickets.json":
            path.write_text(json.dumps({"tickets": flat}), encoding="utf-8")
        case "tickets.ndjson":
            path.write_text("\n".join(json.dumps(row) for row in flat), encoding="utf-8")
        case "tickets.parquet":
            pl.DataFrame(flat).write_parquet(path)
        case "split":
            parts = [folder / f"part {n}.csv" for n in range(3)]
            for n, part in enumerate(parts):
                part.write_text(csv_text(rows[n::3]), encoding="utf-8", newline="")
            return parts
        case "api.json":
            path.write_text(json.dumps({"tickets": [nested(row) for row in rows]}), "utf-8")
    return [path]


def said(folder: Path, form: str) -> list[tuple[Any, ...]]:
    file = folder / "standards.yaml"
    file.write_text(STANDARDS, encoding="utf-8")
    report = csaudit.check({"tickets": written(folder, form)}, file)
    return [
        (
            result.id, tuple(result.group.items()), result.outcome, result.value, result.n,
            result.numerator, result.denominator, result.not_due, result.open,
            result.unreadable_by, result.interval,
        )
        for result in report.results
    ]  # fmt: skip


@pytest.mark.parametrize(
    "form",
    [
        "semicolons.csv", "tickets.csv.gz", "tickets.json", "tickets.ndjson", "tickets.parquet",
        "split", "api.json",
    ],
)  # fmt: skip
def test_every_form_of_the_same_tickets_says_the_same(tmp_path: Path, form: str) -> None:
    expected = said(tmp_path, "tickets.csv")
    assert len(expected) > 4
    assert said(tmp_path, form) == expected
