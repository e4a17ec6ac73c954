"""The JSON report, format_version 1.1, and reading it back."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any, Final, NoReturn

from csaudit.audit.report import FORMAT_VERSION, Report
from csaudit.errors import DataError
from csaudit.exit_codes import ExitCode
from csaudit.reports.format import PLAIN, Format, Look
from csaudit.reports.values import Plain, json_text, plain, plain_report

if TYPE_CHECKING:
    from datetime import datetime

_MAJOR: Final = FORMAT_VERSION.partition(".")[0]


def render(report: Report, _look: Look = PLAIN, /) -> str:
    """The report by the contract: keys in a fixed order, nothing rounded, valid JSON always."""
    return json_text(plain_report(report), indent=2) + "\n"


def one_line(report: Report) -> str:
    """What a record of runs keeps of a report: the standards themselves, on a single line."""
    kept = replace(report, results=report.gating(), notes=(), derived=(), baseline=None)
    return json_text(plain_report(kept)) + "\n"


def failure(error: str, version: str, fail_on: str, started: datetime) -> str:
    """What is written of an audit that could not be done: the error, and the exit code 3."""
    content: Plain = {
        "format_version": FORMAT_VERSION,
        "tool": {"name": "csaudit", "version": version},
        "run": {"started_at": plain(started)},
        "error": error,
        "gate": {
            "fail_on": fail_on,
            "tripped": True,
            "exit_code": int(ExitCode.DATA),
            "tripped_by": [],
        },
        "results": [],
    }
    return json_text(content, indent=2) + "\n"


def read(text: str, name: str = "the report") -> Report:
    """The report that `render` wrote; keys that are not known are passed over.

    Raises `DataError` if the text is no report of this major version; `name` says of what file.
    """
    from pydantic import TypeAdapter, ValidationError

    content = _parsed(text, name)
    version = str(content.get("format_version", ""))
    if "results" not in content or not version:
        raise DataError(f"{name} is not a report of csaudit.", "write one with:  -o report.json")
    if content.get("error"):
        raise DataError(f"{name} is of an audit that could not be done: {content['error']}")
    if version.partition(".")[0] != _MAJOR:
        raise DataError(
            f"{name} has format_version {version}; this csaudit reads {_MAJOR}.x.",
            "write it again with this csaudit:  -o report.json",
        )
    inputs = content.get("inputs") or []
    if isinstance(inputs, list):
        content["inputs"] = [_renamed(table) for table in inputs]
    try:
        report = TypeAdapter(Report).validate_python(content)
        _check_finite(asdict(report))
    except OverflowError as error:
        raise DataError(f"{name} is damaged: {error}.") from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(step) for step in first["loc"])
        raise DataError(f"{name} is damaged at {where}: {first['msg']}.") from None
    return report


def _parsed(text: str, name: str) -> dict[str, Any]:
    try:
        content = json.loads(text, parse_constant=_no_number, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        raise DataError(f"{name} is not JSON: {error}.") from None
    return content if isinstance(content, dict) else {}


def _no_number(written: str) -> NoReturn:
    raise ValueError(f"{written} is no number of JSON")


def _finite(written: str) -> float:
    number = float(written)
    return number if math.isfinite(number) else _no_number(written)


def _check_finite(value: object) -> None:
    """Raise OverflowError for a number that was written as the text `nan`."""
    if isinstance(value, float) and not math.isfinite(value):
        raise OverflowError(f"{value} is no number")
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        for part in value:
            _check_finite(part)


def _renamed(table: object) -> object:
    """`from` and `to` are no names that a field can have."""
    if not isinstance(table, dict):
        return table
    return {**table, "first": table.get("from"), "last": table.get("to")}


FORMAT: Final = Format(
    name="json",
    suffixes=(".json",),
    summary="everything, for programs",
    render=render,
)
