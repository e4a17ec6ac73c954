"""What a standards file means, after every check: frozen, exact, and with its places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, Literal

from csaudit.errors import Place
from csaudit.metrics.declaration import Direction
from csaudit.standards.quantities import DatedTarget, Limit, LimitTable, Measure, Target
from csaudit.table_settings import TableSettings

if TYPE_CHECKING:
    from csaudit.clocks.calendar import CalendarSpec
    from csaudit.standards.strict_yaml import Path

ALWAYS: Final = "always"
"""The built-in calendar: open around the clock, every day."""

Periods = Literal["hour", "day", "week", "month", "quarter"]
OnNoData = Literal["fail", "warn", "ignore"]


@dataclass(frozen=True, slots=True)
class Condition:
    """An SQL expression as it is written, and where; the audit's plan compiles it."""

    text: str
    place: Place

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveOut:
    """A named exception: records that `where` selects are not judged, but counted by `reason`.

    `table` is the table it speaks of; None is every table whose columns it names.
    """

    where: Condition
    reason: str
    table: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """How one judgement comes out of the records.

    `whole`: of all of them together. `each`: every group of `columns`, or every period of
    length `every`, must reach the target, or with `reach` that share of them. `spread`: the
    target is about the best of them minus the worst.
    """

    how: Literal["whole", "each", "spread"] = "whole"
    columns: tuple[str, ...] = ()
    every: Periods | None = None
    reach: Target | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What is asked of every single record: a metric, its settings, a limit and its clock.

    `settings` holds every setting of the metric: conditions as `Condition`, the rest in the
    form that the metric receives, defaults filled in. `explicit`: the keys that are written.
    """

    metric: str
    within: Limit | LimitTable | None = None
    calendar: str = ALWAYS
    calendar_by: str | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    explicit: frozenset[str] = frozenset()
    place: Place
    places: Mapping[Path, Place] = field(default_factory=dict, repr=False, compare=False)

    def place_of(self, *path: str | int) -> Place:
        """Where a value of this standard stands: `place_of("judge", "each")`."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, self.place)

    def limits(self) -> tuple[Limit, ...]:
        """Every limit that may apply to a record."""
        if isinstance(self.within, LimitTable):
            return tuple(row.limit for row in self.within.rows())
        return () if self.within is None else (self.within,)

    def calendars(self) -> frozenset[str]:
        """The calendars that it names; with `calendar_by` the data name others."""
        rows = self.within.rows() if isinstance(self.within, LimitTable) else ()
        named = {row.calendar for row in rows if row.calendar is not None}
        return frozenset({self.calendar, *named})


@dataclass(frozen=True, slots=True, kw_only=True)
class AndMetric(Demand):
    """`and:` with a second metric: the record must meet this demand too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard(Demand):
    """A promise about a metric.

    `table` None: the metric's own table if it is given, else tickets. `direction` and
    `measure` are those of the judged figure: with `within` a share where higher is better,
    with `statistic` a duration, with `judge: {spread: …}` a difference where lower is better.
    `target` is the newest where `target_history` has several. A standard with neither target
    nor limit is information. `min_n` and `on_no_data` are None where they are not written.
    """

    id: str
    statement: str
    table: str | None = None
    where: Condition | None = None
    statistic: str | None = None
    direction: Direction
    measure: Measure
    target: Target | None = None
    target_history: tuple[DatedTarget, ...] = ()
    warn: Target | None = None
    by: tuple[tuple[str, ...], ...] = ()
    every: Periods | None = None
    judge: Judge = Judge()
    severity: Literal["critical", "major", "minor"] = "major"
    mandatory: bool = False
    reference: str | None = None
    dimension: str | None = None
    audience: Literal["customers", "staff", "none"] = "customers"
    owner: str | None = None
    review_by: date | None = None
    min_n: int | None = None
    on_no_data: OnNoData | None = None
    dated_by: str | None = None
    confidence: Fraction | None = None
    leave_out: tuple[LeaveOut, ...] = ()
    and_: Condition | AndMetric | None = None

    @property
    def every_single_one(self) -> bool:
        """A limit without a target: every single record must keep it.

        Before the first target of a history nothing was promised.
        """
        return self.within is not None and self.target is None and not self.target_history

    @property
    def is_information(self) -> bool:
        """Whether there is nothing to pass or fail."""
        return self.target is None and not self.every_single_one

    def target_on(self, day: date) -> Target | None:
        """The target that holds on a local date; None before the first of a history."""
        held = [
            dated.target
            for dated in self.target_history
            if dated.start is None or dated.start <= day
        ]
        return held[-1] if held else None if self.target_history else self.target


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardsFile:
    """Everything that a standards file says.

    `path` is shown to people, `sha256` is of the bytes. `calendars` holds the file's own;
    `always` is built in. `is_example`: the built-in set, whose standards are left aside where
    the export cannot show them.
    """

    path: str
    sha256: str
    title: str | None = None
    timezone: str | None = None
    calendars: Mapping[str, CalendarSpec] = field(default_factory=dict)
    tables: Mapping[str, TableSettings] = field(default_factory=dict)
    leave_out: tuple[LeaveOut, ...] = ()
    standards: tuple[Standard, ...] = ()
    is_example: bool = False
    places: Mapping[Path, Place] = field(default_factory=dict, repr=False, compare=False)

    @property
    def on_no_data_default(self) -> OnNoData:
        """What a standard without data does unless it says so itself."""
        return "ignore" if self.is_example else "fail"

    def place_of(self, *path: str | int) -> Place:
        """Where a value of the file stands: `place_of("calendars", "office")`."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, Place(1, 1))

    def standard(self, name: str) -> Standard | None:
        """The standard with this id."""
        return next((standard for standard in self.standards if standard.id == name), None)
