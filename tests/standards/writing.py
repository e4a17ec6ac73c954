"""Short ways to write a standards file in a test, and to read what is wrong with it."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent, indent
from typing import TYPE_CHECKING

import pytest

from csaudit.errors import StandardsError
from csaudit.metrics import catalogue
from csaudit.metrics.declaration import (
    Columns,
    Direction,
    Facts,
    Kind,
    Measure,
    Metric,
    Setting,
    SettingKind,
    Unit,
)
from csaudit.standards import Standard, StandardsFile, load

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME = "standards.yaml"


def read(text: str, metrics: Mapping[str, Metric] | None = None) -> StandardsFile:
    return load(Path(NAME), text=dedent(text), metrics=metrics)


def problems(text: str, metrics: Mapping[str, Metric] | None = None) -> list[str]:
    """Every problem as `line:column: what`, and after ` >> ` what to write."""
    with pytest.raises(StandardsError) as caught:
        read(text, metrics)
    return [
        f"{p.place.line}:{p.place.column}: {p.what}" + (f" >> {p.instead}" if p.instead else "")
        for p in caught.value.problems
    ]


def one_standard(body: str, top: str = "") -> str:
    """A file with one standard; its first line, the id, is line 3 after the lines of `top`."""
    lines = indent(dedent(body).strip(), "    ")
    return f"version: 1\n{dedent(top)}standards:\n  - id: one\n{lines}\n"


def standard(body: str, top: str = "", metrics: Mapping[str, Metric] | None = None) -> Standard:
    return read(one_standard(body, top), metrics).standards[0]


def wrong(body: str, top: str = "", metrics: Mapping[str, Metric] | None = None) -> list[str]:
    """The problems of one standard; line 4 is the first line of `body`."""
    return problems(one_standard(body, top), metrics)


CONTRACT = """\
version: 1
title: Acme Support, service standards
timezone: Europe/London                # where a day begins
calendars:
  office:
    timezone: Europe/London
    hours: {mon-thu: ["09:00-12:30", "13:30-17:30"], fri: "09:00-16:00"}
    holidays: {dates: [2026-12-24], except: []}
    special_days: {2026-12-31: "09:00-12:00"}
tables:                                # only what detection cannot know
  tickets: {source: zendesk-csv, columns: {branch: "Office [list]"}, date_order: day-first, \
timezone: America/New_York, expect: {max_age: 36h, rows: ">= 500"}}
leave_out:                             # the "usually"
  - {where: "tag('customer_unreachable')", reason: client could not be reached, table: tickets}
standards:
  - id: email-first-response
    statement: We answer every e-mail within 24 business hours.
    metric: first_response_time
    table: tickets
    where: channel = 'email'
    within: 24h
    calendar: office
    target: ">= 95%"
    warn: 97%
    by: [branch, [agent, channel]]
    every: month
    judge: whole
    severity: major
    mandatory: false
    dimension: responsiveness
    audience: customers
    owner: support lead
    review_by: 2027-01-01
    min_n: 30
    on_no_data: fail
    dated_by: created
"""
"""The example of CONTRACT.md, section 3."""

OFFICE = """\
calendars:
  office: {timezone: Europe/London, hours: {mon-fri: "09:00-17:00"}}
"""
"""Two lines more at the top: with it, `body` begins on line 6."""


def _not_measured(_facts: Facts) -> Measure:
    raise NotImplementedError


def metric(
    name: str,
    kind: Kind,
    unit: Unit,
    direction: Direction = Direction.HIGHER,
    *settings: Setting,
    takes_limit: bool = False,
    needs_limit: bool = False,
    tables: tuple[str, ...] = ("tickets",),
) -> Metric:
    """A metric that exists in a test only."""
    return Metric(
        name=name,
        tables=tables,
        kind=kind,
        unit=unit,
        direction=direction,
        summary=name,
        definition=name,
        formula=name,
        columns=lambda _settings, _table: Columns(),
        measure=_not_measured,
        settings=settings,
        takes_limit=takes_limit,
        needs_limit=needs_limit,
        judges_records=kind in {Kind.SHARE, Kind.DURATION},
    )


PHONE = metric(
    "service_level",
    Kind.SHARE,
    Unit.SHARE,
    Direction.HIGHER,
    Setting("seconds_per_ring", SettingKind.NUMBER, 6, "how long a ring lasts"),
    takes_limit=True,
    needs_limit=True,
    tables=("calls",),
)
QUEUE = metric(
    "queue_length",
    Kind.SERIES,
    Unit.NUMBER,
    Direction.LOWER,
    Setting(
        "statistic",
        SettingKind.CHOICE,
        "peak",
        "what is said of the queue",
        choices=("peak", "time_above", "arrivals_above"),
    ),
    tables=("calls", "tickets"),
)
METRICS = {**catalogue(), PHONE.name: PHONE, QUEUE.name: QUEUE}
"""The catalogue with two metrics of the telephone."""
