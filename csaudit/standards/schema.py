"""The JSON Schema of standards.yaml for editors, made from the model and the metrics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from csaudit.metrics import catalogue
from csaudit.metrics.declaration import Metric, Setting, SettingKind
from csaudit.standards.file_grammar import WrittenDemand, WrittenStandard, WrittenTop
from csaudit.standards.tables_grammar import WrittenEvents, WrittenTable
from csaudit.standards.written_values import DURATION_PATTERN
from csaudit.tables import RECORDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from csaudit.standards.written_values import Shape

DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"

_TEXT: Final = {"type": ["string", "number", "boolean"]}
_NUMBER: Final = {"type": "number"}
_HOURS: Final = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
_CALENDAR: Final = {
    "type": "object",
    "description": "When the clock runs.",
    "properties": {
        "timezone": {"type": "string"},
        "hours": {
            "type": "object",
            "description": 'Opening hours by day or range of days: {mon-fri: "09:00-17:00"}.',
            "additionalProperties": _HOURS,
        },
        "holidays": {
            "description": "A list of dates, or those of a country.",
            "type": ["object", "array"],
            "items": {"type": "string"},
            "properties": {
                "country": {"type": "string"},
                "subdivision": {"type": "string"},
                "dates": {"type": ["array", "object"]},
                "except": {"type": "array"},
                "ical": {"type": "string"},
            },
            "additionalProperties": False,
        },
        "special_days": {
            "type": "object",
            "description": "Hours that replace all others on a date.",
            "additionalProperties": _HOURS,
        },
    },
    "required": ["hours"],
    "additionalProperties": False,
}


def json_schema(metrics: Mapping[str, Metric] | None = None) -> dict[str, Any]:
    """The schema (draft 2020-12); `metrics` are those of the catalogue unless others are given."""
    known = catalogue() if metrics is None else metrics
    definitions: dict[str, Any] = {}
    top = _model(WrittenTop, definitions)
    standard = _model(WrittenStandard, definitions)
    table = _model(WrittenTable, definitions)
    events = _model(WrittenEvents, definitions)
    definitions |= {
        "standard": _standard(standard, known),
        "table": table,
        "events": events,
        "calendar": _CALENDAR,
        "second": _second_metric(_model(WrittenDemand, definitions), known),
    }
    top["properties"] |= {
        "version": {"const": 1},
        "calendars": {"type": "object", "additionalProperties": {"$ref": "#/$defs/calendar"}},
        "tables": {
            "type": "object",
            "properties": {
                **{name: {"$ref": "#/$defs/table"} for name in RECORDS},
                "events": {"$ref": "#/$defs/events"},
            },
            "additionalProperties": False,
        },
        "standards": {"type": "array", "items": {"$ref": "#/$defs/standard"}, "minItems": 1},
    }
    head = {"$schema": DRAFT, "title": "csaudit standards", "description": "Service standards."}
    return {**top, **head, "$defs": definitions}


def _model(model: type[Shape], definitions: dict[str, Any]) -> dict[str, Any]:
    schema = _tidy(model.model_json_schema(by_alias=True))
    definitions.update(schema.pop("$defs", {}))
    return dict(schema)


def _tidy(schema: Any) -> Any:  # noqa: ANN401 - any part of a schema
    """Without null, which the grammar does not have, and without generated titles."""
    if isinstance(schema, list):
        return [_tidy(part) for part in schema if part != {"type": "null"}]
    if not isinstance(schema, dict):
        return schema
    kept = {
        key: _tidy(value)
        for key, value in schema.items()
        if not (key == "title" and isinstance(value, str)) and not (key == "default" and not value)
    }
    only = kept.get("anyOf")
    return {**_without(kept, "anyOf"), **only[0]} if only and len(only) == 1 else kept


def _without(schema: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in schema.items() if name != key}


def _standard(schema: dict[str, Any], metrics: Mapping[str, Metric]) -> dict[str, Any]:
    """The keys of every standard, and for each metric those that are its own."""
    condition = schema["properties"]["where"]
    second = {"anyOf": [_without(condition, "description"), {"$ref": "#/$defs/second"}]}
    schema["properties"]["and"] = {
        **second,
        "description": schema["properties"]["and"]["description"],
    }
    return _with_settings(schema, metrics)


def _second_metric(schema: dict[str, Any], metrics: Mapping[str, Metric]) -> dict[str, Any]:
    return _with_settings({**schema, "required": ["metric"]}, metrics)


def _with_settings(schema: dict[str, Any], metrics: Mapping[str, Metric]) -> dict[str, Any]:
    common = schema["properties"]
    own = {setting.name for metric in metrics.values() for setting in metric.settings}
    shared = {name: part for name, part in common.items() if name not in own}
    overridden = {name: part for name, part in common.items() if name in own}
    choose = {
        "metric": {
            "description": "What is measured, see `csaudit metrics`.",
            "oneOf": [{"const": m.name, "description": m.summary} for m in metrics.values()],
        }
    }
    return {
        **schema,
        "properties": {**shared, **choose, **{name: {} for name in sorted(own)}},
        "allOf": [_rules(metric, common, overridden) for metric in metrics.values()],
    }


def _rules(metric: Metric, common: Mapping[str, Any], overridden: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a part of a schema
    settings = {setting.name: _setting(setting) for setting in metric.settings}
    required = [setting.name for setting in metric.settings if setting.required]
    return {
        "if": {"properties": {"metric": {"const": metric.name}}, "required": ["metric"]},
        "then": {
            "properties": {**overridden, **settings},
            "propertyNames": {"enum": [*dict.fromkeys([*common, *settings])]},
            "required": required,
        },
    }


def _setting(setting: Setting) -> dict[str, Any]:
    schema = {**_kind(setting), "description": setting.meaning}
    if isinstance(setting.default, str):
        schema["default"] = setting.default
    return schema


def _kind(setting: Setting) -> dict[str, Any]:
    choice: dict[str, Any] = {"enum": list(setting.choices)}
    if setting.or_column:
        choice = {"anyOf": [choice, {"type": "string"}]}
    duration = {"type": "string", "pattern": f"{DURATION_PATTERN}|^off$"}
    scale = [
        {"type": "string"},
        {"type": "array", "items": _NUMBER, "minItems": 2, "maxItems": 2},
        {"type": "object", "properties": {"min": _NUMBER, "max": _NUMBER}},
    ]
    weights = {"type": "object", "additionalProperties": _NUMBER}
    kinds: dict[SettingKind, dict[str, Any]] = {
        SettingKind.CHOICE: choice,
        SettingKind.CHOICES: {"anyOf": [choice, {"type": "array", "items": choice}]},
        SettingKind.DURATION: duration,
        SettingKind.NUMBER: _NUMBER,
        SettingKind.COUNT: {"type": "integer", "minimum": 0},
        SettingKind.SHARE: {"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?\s*%$|^off$"},
        SettingKind.YES_NO: {"enum": [True, False, "yes", "no"]},
        SettingKind.COMPARISON: {"type": ["string", "number"]},
        SettingKind.SCALE: {"anyOf": scale},
        SettingKind.WORDS: {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]},
        SettingKind.COLUMN: {"type": "string"},
        SettingKind.CONDITION: {"type": "string"},
        SettingKind.VALUE: {"type": "string"},
        SettingKind.ITEMS: {
            "anyOf": [_TEXT, weights, {"type": "array", "items": {"anyOf": [_TEXT, weights]}}]
        },
    }
    return kinds[setting.kind]
