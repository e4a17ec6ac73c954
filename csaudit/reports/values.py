"""A report as plain values: what JSON and CSV carry, in the order of the contract."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from math import isfinite
from typing import TYPE_CHECKING, Final

from csaudit.audit.identity import PeriodOf
from csaudit.audit.report import InputSummary, Report
from csaudit.harmless import STEERING

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Plain = dict[str, "Plain"] | list["Plain"] | str | int | float | bool | None

_NAMES: Final[Mapping[type, Mapping[str, str]]] = {InputSummary: {"first": "from", "last": "to"}}
"""Where the contract's word cannot be a field's name."""

_OF_EVENTS: Final = ("events", "used", "ignored", "words", "tickets")
"""What only a log of events has."""

_UNSAID: Final[Mapping[type, set[str]]] = {InputSummary: {"examples"}}
"""Cells of tickets: shown to who runs the audit, not carried on by a report."""


def plain_report(report: Report) -> dict[str, Plain]:
    """The whole report by CONTRACT.md, section 5. Instants are UTC; NaN and infinity are null."""
    return {
        "format_version": report.format_version,
        "tool": plain(report.tool),
        "run": plain(report.run),
        "as_of": plain(report.as_of),
        "as_of_from": report.as_of_from,
        "timezone": report.timezone,
        "period": plain(report.period),
        "inputs": plain(report.inputs),
        "standards": plain(report.standards),
        "gate": plain(report.gate),
        "summary": {outcome.value: number for outcome, number in report.summary().items()},
        "notes": plain(report.notes),
        "derived": plain(report.derived),
        "results": plain(report.results),
        **({} if report.baseline is None else {"baseline": plain(report.baseline)}),
    }


def plain(value: object) -> Plain:
    """Any part of a report; what has no plain form is written as text."""
    if isinstance(value, (Mapping, Iterable)) and not isinstance(value, str):
        return _collection(value)
    if is_dataclass(value) and not isinstance(value, type):
        return _record(value)
    return _scalar(value)


def _collection(value: Mapping[object, object] | Iterable[object]) -> Plain:
    if isinstance(value, Mapping):
        return {str(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted((plain(entry) for entry in value), key=str)
    return [plain(entry) for entry in value]


def json_text(value: Plain, indent: int | None = None) -> str:
    """The value as JSON. Characters that would steer a terminal are escaped as JSON escapes.

    Without `indent` it is one line with no space too many.
    """
    separators = None if indent else (",", ":")
    text = json.dumps(
        value, indent=indent, separators=separators, ensure_ascii=False, allow_nan=False
    )
    return without_steering(text)


def without_steering(text: str) -> str:
    """JSON with its steering characters escaped.

    Outside strings it has none of them but for the line breaks of the layout.
    """
    return STEERING.sub(lambda match: _json_escape(match[0]), text)


def _json_escape(character: str) -> str:
    return character if character == "\n" else json.dumps(character)[1:-1]


def _scalar(value: object) -> Plain:
    if isinstance(value, Enum):
        return plain(value.value)
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, (float, Decimal, Fraction)):
        return float(value) if isfinite(value) else None
    return _text(value)


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return str(value).encode("utf-8", "replace").decode("utf-8")


def _record(value: DataclassInstance) -> Plain:
    names, unsaid = _NAMES.get(type(value), {}), _UNSAID.get(type(value), set())
    record = {
        names.get(field.name, field.name): plain(getattr(value, field.name))
        for field in fields(value)
        if field.name not in unsaid
    }
    if isinstance(value, PeriodOf) and value.hour is None:
        del record["hour"]
    if isinstance(value, InputSummary) and value.events is None:
        for name in _OF_EVENTS:
            del record[name]
    return record
