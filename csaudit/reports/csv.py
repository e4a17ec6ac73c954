"""The CSV report: one line a result, flat, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
from dataclasses import fields
from io import StringIO
from typing import TYPE_CHECKING, Final

from csaudit.audit.report import Result
from csaudit.harmless import STEERING_TEXT, harmless
from csaudit.reports.format import PLAIN, Format, Look
from csaudit.reports.values import Plain, json_text, plain

if TYPE_CHECKING:
    from csaudit.audit.report import Report

_FLAT: Final = {
    "period": ("every", "start", "hour"),
    "limit": ("text", "seconds", "calendar", "by", "limits"),
    "target": ("op", "value"),
    "warn": ("op", "value"),
    "budget": ("allowed", "used", "left"),
    "place": ("line", "column"),
}
"""Parts of a result that become columns of their own: `target_op`, `target_value`."""

_LISTS: Final = {"times", "worst"}
"""What JSON has and a line of a table has no room for."""

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")

MENDED: Final = rf"\A[=+@\t\r-]|{STEERING_TEXT}"
"""The texts that `harmless_cell` changes, as a regular expression of polars."""


def render(report: Report, _look: Look = PLAIN, /) -> str:
    """A header and one line for each result; empty is unknown or none."""
    lines = [_line(result) for result in report.results]
    text = StringIO()
    writer = csv.DictWriter(text, list(columns()), lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    return text.getvalue()


def columns() -> tuple[str, ...]:
    """The header, which stands whether there are results or not."""
    names: list[str] = []
    for field in fields(Result):
        if field.name in _LISTS:
            continue
        if field.name == "interval":
            names += ["interval_low", "interval_high"]
        else:
            parts = _FLAT.get(field.name)
            names += [f"{field.name}_{part}" for part in parts] if parts else [field.name]
    return tuple(names)


def flat(result: Result) -> dict[str, Plain]:
    """A result by its columns."""
    content = plain(result)
    assert isinstance(content, dict)  # noqa: S101 - a dataclass becomes a dict
    told: dict[str, Plain] = {}
    for name, value in content.items():
        if name in _LISTS:
            continue
        if name == "interval":
            low, high = value if isinstance(value, list) else (None, None)
            told |= {"interval_low": low, "interval_high": high}
        elif name in _FLAT:
            parts = value if isinstance(value, dict) else {}
            told |= {f"{name}_{part}": parts.get(part) for part in _FLAT[name]}
        else:
            told[name] = value
    return told


def _line(result: Result) -> dict[str, str | int | float | None]:
    return {name: _cell(value) for name, value in flat(result).items()}


def _cell(value: Plain) -> str | int | float | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (dict, list)):
        return json_text(value)
    if isinstance(value, str):
        return harmless_cell(value)
    return value


def harmless_cell(text: str) -> str:
    """A spreadsheet would run text that looks like a formula; an apostrophe keeps it text."""
    shown = harmless(text)
    return f"'{shown}" if shown.startswith(_FORMULA) else shown


FORMAT: Final = Format(
    name="csv",
    suffixes=(".csv",),
    summary="one line a result, for spreadsheets",
    render=render,
)
