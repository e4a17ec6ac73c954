"""The kinds of values that standards.yaml holds, each with its JSON Schema."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    PlainValidator,
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
from csaudit.tables import RECORDS

TAG: Final = "<"
"""Begins the names of alternatives, which are no part of the file."""

TEXT: Final = {"type": ["string", "number", "boolean"]}
_UNIT: Final = r"[0-9]+(\.[0-9]+)?\s*"
DURATION_PATTERN: Final = (
    f"^({_UNIT}w)?\\s*({_UNIT}d)?\\s*({_UNIT}h)?\\s*({_UNIT}m)?\\s*({_UNIT}s)?$"
)
_LIMIT_PATTERN: Final = f"{DURATION_PATTERN}|^[0-9]+ rings?$|^[0-9]+ working days?$"
SHARE: Final = {"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?\s*%$"}
NAMES: Final = {"anyOf": [TEXT, {"type": "array", "items": TEXT, "minItems": 1}]}


def mapping_or(other: str) -> Discriminator:
    """Tells a mapping from the short form of the same thing."""

    def which(raw: object) -> str:
        return "<mapping>" if isinstance(raw, (dict, BaseModel)) else other

    return Discriminator(which)


def list_or(other: str) -> Discriminator:
    """Tells a list from the short form of the same thing."""

    def which(raw: object) -> str:
        return "<list>" if isinstance(raw, (list, tuple)) else other

    return Discriminator(which)


Word = Annotated[str, PlainValidator(fields.word), WithJsonSchema(TEXT)]
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
LimitOf = Annotated[
    Limit,
    PlainValidator(parse_limit),
    WithJsonSchema({"type": "string", "pattern": _LIMIT_PATTERN}),
]
Columns = Annotated[tuple[str, ...], PlainValidator(fields.columns), WithJsonSchema(NAMES)]


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
