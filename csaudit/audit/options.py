"""What may be asked of an audit beyond its standards: the flags of the auditing commands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The flags, as they were written.

    `as_of`: the audit instant, `now`, or None for the newest event in the data. `since`,
    `until`, `month`, `last`: see `periods.filtered`. `where`: a condition on every standard
    of the tables that have its columns; `by`: breakdowns to add; `every`: the periods to show each
    standard by, whatever it says itself. `select`, `ignore`: ids of
    standards. `fail_on`: fail, warn or never; `no_data`: fail, warn or ignore for every
    standard, None for what each says itself. `engine`: which of `engines.ENGINES` runs the plan,
    `cluster`: the address or the name of the one that `distributed` runs on.
    `accepted`: of each standard the ids of records whose miss is known and taken on.
    `pseudonymise`: columns whose values are shown as aliases, made with the `secret`; by default
    that of the environment variable CSAUDIT_PSEUDONYM_SECRET.
    `cross_check`: also tell how the export's own durations and flags agree with its instants.
    `on_phase` is told what begins: `reading`, `counting`, `judging`.
    `memory`: bytes that typed tables may take before they are written to disk; by default a
    quarter of the machine's memory.
    """

    as_of: datetime | str | None = None
    since: str | None = None
    until: str | None = None
    month: str | None = None
    last: str | None = None
    timezone: str | None = None
    where: str | None = None
    by: tuple[str, ...] = ()
    every: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: str = "fail"
    no_data: str | None = None
    engine: str = "auto"
    cluster: str | None = None
    memory: int | None = None
    cross_check: bool = False
    pseudonymise: tuple[str, ...] = ()
    secret: str | None = field(default=None, repr=False)
    accepted: Mapping[str, Collection[str]] = field(default_factory=dict)
    on_phase: Callable[[str], None] = field(default=lambda _name: None, repr=False, compare=False)
