"""The grammar of standards.yaml as pydantic models: what may be written, before it is judged.

Every key of a standard is optional here, so that all mistakes can be named at once; what is
required, and what depends on the metric, is checked afterwards. The JSON Schema for editors
is made from these models.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    Tag,
    WithJsonSchema,
)

from csaudit.standards import fields
from csaudit.standards.written_values import (
    NAMES,
    SHARE,
    TEXT,
    Columns,
    Condition,
    Date,
    Figure,
    LimitOf,
    Period,
    Shape,
    TableName,
    Word,
    YesNo,
    Zone,
    list_or,
    mapping_or,
)


class WrittenLimitRow(Shape):
    """One row of a table of limits, with a clock of its own."""

    limit: LimitOf
    calendar: Word | None = None


_Row = Annotated[
    Annotated[LimitOf, Tag("<limit>")] | Annotated[WrittenLimitRow, Tag("<mapping>")],
    mapping_or("<limit>"),
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
            Annotated[LimitOf, Tag("<limit>")] | Annotated[WrittenLimits, Tag("<mapping>")],
            mapping_or("<limit>"),
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
            list_or("<target>"),
        ]
        | None
    ) = Field(None, description="What the figure must reach, or its history.")
    warn: Figure | None = Field(None, description="An early warning, stricter than the target.")
    by: Annotated[
        tuple[tuple[str, ...], ...],
        PlainValidator(fields.breakdowns),
        WithJsonSchema({"anyOf": [TEXT, {"type": "array", "items": NAMES, "minItems": 1}]}),
    ] = Field((), description="Breakdowns to show: columns, or lists of columns.")
    every: Period | None = Field(None, description="Show each period of this length.")
    judge: (
        Annotated[
            Annotated[Literal["whole"], BeforeValidator(fields.chooses("whole")), Tag("<whole>")]
            | Annotated[WrittenJudge, Tag("<mapping>")],
            mapping_or("<whole>"),
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
        WithJsonSchema(SHARE),
    ] = Field(None, description="How sure a verdict must be.")
    leave_out: tuple[WrittenLeaveOut, ...] = Field((), description="Named exceptions.")
    and_: (
        Annotated[
            Annotated[Condition, Tag("<condition>")] | Annotated[dict[str, Any], Tag("<mapping>")],
            mapping_or("<condition>"),
        ]
        | None
    ) = Field(None, alias="and", description="What must be true of the same record as well.")


class WrittenTop(Shape):
    """The keys at the top of the file; what lies below them is read on its own."""

    model_config = ConfigDict(json_schema_extra={"required": ["version", "standards"]})

    version: Literal[1] | None = None
    title: Word | None = None
    timezone: Zone | None = Field(None, description="Where a day begins.")
    calendars: dict[str, Any] = Field({})
    tables: dict[str, Any] = Field({})
    leave_out: tuple[WrittenTopLeaveOut, ...] = ()
    standards: list[Any] = Field([])
