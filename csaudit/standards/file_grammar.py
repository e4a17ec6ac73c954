"""The grammar of standards.yaml as pydantic models: what may be written, before it is judged.

Every key of a standard is optional here, so that all mistakes can be named at once; what is
required, and what depends on the metric, is checked afterwards. The JSON Schema for editors
is made from these models.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated, Any, Final, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    PlainValidator,
    Tag,
    WithJsonSchema,
)

from csaudit.standards import fields, sql
from csaudit.standards.quantities import (
    Duration,
    Limit,
    WrittenTarget,
    parse_date,
    parse_duration,
    parse_limit,
    parse_target,
)
from csaudit.tables import RECORDS, Type

TAG: Final = "<"
"""Begins the names of alternatives, which are no part of the file."""

_TEXT: Final = {"type": ["string", "number", "boolean"]}
_UNIT: Final = r"[0-9]+(\.[0-9]+)?\s*"
DURATION_PATTERN: Final = (
    f"^({_UNIT}w)?\\s*({_UNIT}d)?\\s*({_UNIT}h)?\\s*({_UNIT}m)?\\s*({_UNIT}s)?$"
)
_LIMIT_PATTERN: Final = f"{DURATION_PATTERN}|^[0-9]+ rings?$|^[0-9]+ working days?$"
_SHARE: Final = {"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?\s*%$"}
_NAMES: Final = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT, "minItems": 1}]}


def _mapping_or(other: str) -> Discriminator:
    """Tells a mapping from the short form of the same thing."""

    def which(raw: object) -> str:
        return "<mapping>" if isinstance(raw, (dict, BaseModel)) else other

    return Discriminator(which)


def _list_or(other: str) -> Discriminator:
    def which(raw: object) -> str:
        return "<list>" if isinstance(raw, (list, tuple)) else other

    return Discriminator(which)


Word = Annotated[str, PlainValidator(fields.word), WithJsonSchema(_TEXT)]
Condition = Annotated[
    str,
    PlainValidator(fields.condition),
    WithJsonSchema({"type": "string", "maxLength": sql.LONGEST}),
]
YesNo = Annotated[
    bool,
    PlainValidator(fields.yes_or_no),
    WithJsonSchema({"enum": [True, False, "yes", "no"]}),
]
Date = Annotated[
    date,
    PlainValidator(parse_date),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}),
]
Zone = Annotated[str, PlainValidator(fields.zone), WithJsonSchema({"type": "string"})]
Span = Annotated[
    Duration,
    PlainValidator(parse_duration),
    WithJsonSchema({"type": "string", "pattern": DURATION_PATTERN}),
]
Figure = Annotated[
    WrittenTarget,
    PlainValidator(parse_target),
    WithJsonSchema({"type": ["string", "number"]}),
]
_Limit = Annotated[
    Limit,
    PlainValidator(parse_limit),
    WithJsonSchema({"type": "string", "pattern": _LIMIT_PATTERN}),
]
Columns = Annotated[tuple[str, ...], PlainValidator(fields.columns), WithJsonSchema(_NAMES)]
TableName = Annotated[
    str,
    PlainValidator(fields.chooses(*RECORDS)),
    WithJsonSchema({"enum": list(RECORDS)}),
]
Period = Annotated[
    Literal["hour", "day", "week", "month", "quarter"],
    BeforeValidator(fields.chooses(*fields.PERIODS)),
]


class Shape(BaseModel):
    """A mapping with keys that are known beforehand."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class WrittenLimitRow(Shape):
    """One row of a table of limits, with a clock of its own."""

    limit: _Limit
    calendar: Word | None = None


_Row = Annotated[
    Annotated[_Limit, Tag("<limit>")] | Annotated[WrittenLimitRow, Tag("<mapping>")],
    _mapping_or("<limit>"),
]


class WrittenLimits(Shape):
    """`within:` as a table of limits, one for each value of a column."""

    by: Word
    at: Annotated[
        Literal["set", "end", "latest"] | None,
        BeforeValidator(fields.chooses("set", "end", "latest")),
    ] = Field(
        None,
        description="Of a value that changes: the first when the clock ran, the one when it "
        "stopped, or the present one.",
    )
    limits: dict[str, _Row] = Field(min_length=1)
    otherwise: _Row | None = None


class WrittenDated(Shape):
    """One entry of a target's history."""

    from_: Date = Field(alias="from")
    is_: Figure = Field(alias="is")


class WrittenJudge(Shape):
    """`judge:` other than `whole`."""

    each: Columns | None = None
    reach: Figure | None = None
    spread: Columns | None = None


class WrittenLeaveOut(Shape):
    """A named exception of one standard."""

    where: Condition
    reason: Word


class WrittenTopLeaveOut(WrittenLeaveOut):
    """A named exception of every standard, or of those on one table."""

    table: TableName | None = None


class WrittenDemand(Shape):
    """What is asked of each record, apart from the metric's own settings."""

    metric: Word | None = Field(None, description="What is measured, see `csaudit metrics`.")
    within: (
        Annotated[
            Annotated[_Limit, Tag("<limit>")] | Annotated[WrittenLimits, Tag("<mapping>")],
            _mapping_or("<limit>"),
        ]
        | None
    ) = Field(None, description="The longest time that one record may take.")
    calendar: Word | None = Field(None, description="The clock: one of `calendars`, or always.")
    calendar_by: Word | None = Field(None, description="A column that names the calendar.")


class WrittenStandard(WrittenDemand):
    """One standard, apart from its metric's own settings."""

    model_config = ConfigDict(json_schema_extra={"required": ["id", "metric"]})

    id: Annotated[
        str | None,
        PlainValidator(fields.identifier),
        WithJsonSchema({"type": "string", "pattern": "^[a-z0-9][a-z0-9_.-]{0,99}$"}),
    ] = Field(None, description="The name in reports; no two are the same.")
    statement: Word | None = Field(None, description="The promise, as one plain sentence.")
    table: TableName | None = None
    where: Condition | None = Field(None, description="Which records it is about, in SQL.")
    statistic: Annotated[
        str | None,
        PlainValidator(fields.statistic),
        WithJsonSchema({"type": "string", "pattern": "^(mean|median|max|p[1-9][0-9]?)$"}),
    ] = Field(None, description="Judge a duration by this figure instead of a limit.")
    target: (
        Annotated[
            Annotated[Figure, Tag("<target>")] | Annotated[tuple[WrittenDated, ...], Tag("<list>")],
            _list_or("<target>"),
        ]
        | None
    ) = Field(None, description="What the figure must reach, or its history.")
    warn: Figure | None = Field(None, description="An early warning, stricter than the target.")
    by: Annotated[
        tuple[tuple[str, ...], ...],
        PlainValidator(fields.breakdowns),
        WithJsonSchema({"anyOf": [_TEXT, {"type": "array", "items": _NAMES, "minItems": 1}]}),
    ] = Field((), description="Breakdowns to show: columns, or lists of columns.")
    every: Period | None = Field(None, description="Show each period of this length.")
    judge: (
        Annotated[
            Annotated[Literal["whole"], BeforeValidator(fields.chooses("whole")), Tag("<whole>")]
            | Annotated[WrittenJudge, Tag("<mapping>")],
            _mapping_or("<whole>"),
        ]
        | None
    ) = Field(None, description="Judge the whole, each group or period, or their spread.")
    severity: Annotated[
        Literal["critical", "major", "minor"],
        BeforeValidator(fields.chooses("critical", "major", "minor")),
    ] = "major"
    mandatory: YesNo = Field(default=False, description="A regulator's standard.")
    reference: Word | None = Field(None, description="Where the regulator sets it.")
    dimension: Word | None = Field(None, description="The heading that it stands under.")
    audience: Annotated[
        Literal["customers", "staff", "none"],
        BeforeValidator(fields.chooses("customers", "staff", "none")),
    ] = "customers"
    owner: Word | None = Field(None, description="Who answers for it.")
    review_by: Date | None = Field(None, description="When it is looked at again.")
    min_n: Annotated[
        int | None,
        PlainValidator(fields.positive_count),
        WithJsonSchema({"type": "integer", "minimum": 1}),
    ] = Field(None, description="With fewer records there is nothing to judge.")
    on_no_data: (
        Annotated[
            Literal["fail", "warn", "ignore"],
            BeforeValidator(fields.chooses("fail", "warn", "ignore")),
        ]
        | None
    ) = Field(None, description="What nothing to judge does to the exit code.")
    dated_by: Word | None = Field(None, description="The instant that puts it into a period.")
    confidence: Annotated[
        Fraction | None,
        PlainValidator(fields.confidence),
        WithJsonSchema(_SHARE),
    ] = Field(None, description="How sure a verdict must be.")
    leave_out: tuple[WrittenLeaveOut, ...] = Field((), description="Named exceptions.")
    and_: (
        Annotated[
            Annotated[Condition, Tag("<condition>")] | Annotated[dict[str, Any], Tag("<mapping>")],
            _mapping_or("<condition>"),
        ]
        | None
    ) = Field(None, alias="and", description="What must be true of the same record as well.")


_TYPES = fields.chooses(*Type)
_DATE_ORDERS = ("day-first", "month-first", "year-first")
_OneDateOrder = Annotated[
    Literal["day-first", "month-first", "year-first"],
    BeforeValidator(fields.chooses(*_DATE_ORDERS)),
]
DateOrder = Annotated[
    Annotated[_OneDateOrder, Tag("<order>")]
    | Annotated[dict[str, _OneDateOrder], Tag("<mapping>")],
    _mapping_or("<order>"),
]


class WrittenColumn(Shape):
    """Where a column comes from and what its cells are."""

    from_: Word | None = Field(None, alias="from", description="The header in the export.")
    type: Annotated[Type, BeforeValidator(_TYPES)] | None = None
    unit: (
        Annotated[
            Literal["milliseconds", "seconds", "minutes", "hours", "days"],
            BeforeValidator(fields.chooses("milliseconds", "seconds", "minutes", "hours", "days")),
        ]
        | None
    ) = Field(None, description="What bare numbers of a duration count.")
    clock: (
        Annotated[
            Literal["calendar", "helpdesk"],
            BeforeValidator(fields.chooses("calendar", "helpdesk")),
        ]
        | None
    ) = Field(None, description="The clock that a duration was measured on.")
    timezone: Zone | None = None
    date_order: DateOrder | None = None
    format: Word | None = Field(
        None,
        description="Of times, a pattern such as %d/%m/%Y %H:%M; of numbers, decimal-comma or "
        "decimal-point; of durations such as 3:10, m:ss or h:mm.",
    )
    values: dict[str, Word] = Field({}, description="Words, each with what it stands for.")
    empty: Columns = Field((), description="Words for nothing.")
    and_: Word | None = Field(
        None, alias="and", description="A second header, put behind the first: a time of day."
    )


class WrittenExpect(Shape):
    """What an export must fulfil to be audited at all."""

    max_age: Span | None = None
    rows: Figure | None = None
    unreadable: Figure | None = None
    abandoned: Literal[0] | None = Field(
        None, description="0: that not one call was given up is no sign of calls left out."
    )


class WrittenTable(Shape):
    """What detection cannot know of one table."""

    source: Word | None = Field(None, description="The preset, see `csaudit sources`.")
    timezone: Zone | None = None
    date_order: DateOrder | None = None
    columns: dict[
        str,
        Annotated[
            Annotated[Word, Tag("<header>")] | Annotated[WrittenColumn, Tag("<mapping>")],
            _mapping_or("<header>"),
        ],
    ] = {}
    expect: WrittenExpect | None = None


class WrittenTop(Shape):
    """The keys at the top of the file; what lies below them is read on its own."""

    model_config = ConfigDict(json_schema_extra={"required": ["version", "standards"]})

    version: Literal[1] | None = None
    title: Word | None = None
    timezone: Zone | None = Field(None, description="Where a day begins.")
    calendars: dict[str, Any] = {}
    tables: dict[str, Any] = {}
    leave_out: tuple[WrittenTopLeaveOut, ...] = ()
    standards: list[Any] = []
