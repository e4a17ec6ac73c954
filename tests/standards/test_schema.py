from __future__ import annotations

import json
import re
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest

from csaudit.metrics import catalogue
from csaudit.standards import EXAMPLE
from csaudit.standards.schema import DRAFT, json_schema
from csaudit.standards.strict_yaml import parse

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = json.loads(json.dumps(json_schema()))

TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
    "array": (list,),
    "object": (dict,),
}
KNOWN = {
    *("$schema", "$defs", "$ref", "title", "description", "default", "type", "enum", "const"),
    *("pattern", "maxLength", "minimum", "items", "minItems", "maxItems", "properties"),
    *("required", "additionalProperties", "propertyNames", "minProperties"),
    *("anyOf", "oneOf", "allOf", "if", "then"),
}


def same(value: object, other: object) -> bool:
    return type(value) is type(other) and value == other


def fits(value: Any, schema: Any) -> bool:  # noqa: ANN401 - JSON, and one line for each word of it
    """Whether a value is valid: as much of JSON Schema as ours uses."""
    assert set(schema) <= KNOWN, set(schema) - KNOWN
    text, items = (
        value if isinstance(value, str) else None,
        value if isinstance(value, list) else None,
    )
    keys = value if isinstance(value, dict) else {}
    named = schema.get("properties", {})
    rest = schema.get("additionalProperties", {})

    def typed() -> bool:
        names = schema.get("type", list(TYPES))
        names = [names] if isinstance(names, str) else names
        return any(
            isinstance(value, TYPES[name]) and (name == "boolean" or not isinstance(value, bool))
            for name in names
        )

    def of_keys() -> bool:
        unnamed = {key: part for key, part in keys.items() if key not in named}
        names = schema.get("propertyNames", {}).get("enum")
        return (
            all(fits(part, named[key]) for key, part in keys.items() if key in named)
            and (not unnamed if rest is False else all(fits(p, rest) for p in unnamed.values()))
            and (not isinstance(value, dict) or set(schema.get("required", [])) <= keys.keys())
            and len(keys) >= (schema.get("minProperties", 0) if isinstance(value, dict) else 0)
            and (names is None or keys.keys() <= set(names))
        )

    return all(
        (
            "$ref" not in schema or fits(value, SCHEMA["$defs"][schema["$ref"].split("/")[-1]]),
            typed(),
            "enum" not in schema or any(same(value, one) for one in schema["enum"]),
            "const" not in schema or same(value, schema["const"]),
            text is None or re.search(schema.get("pattern", ""), text) is not None,
            text is None or len(text) <= schema.get("maxLength", len(text)),
            not isinstance(value, int) or value >= schema.get("minimum", value),
            items is None or all(fits(item, schema.get("items", {})) for item in items),
            items is None or len(items) >= schema.get("minItems", 0),
            of_keys(),
            "anyOf" not in schema or any(fits(value, part) for part in schema["anyOf"]),
            "oneOf" not in schema or sum(fits(value, part) for part in schema["oneOf"]) == 1,
            all(fits(value, part) for part in schema.get("allOf", [])),
            "if" not in schema or not fits(value, schema["if"]) or fits(value, schema["then"]),
        )
    )  # fmt: skip


def as_json(text: str) -> Any:  # noqa: ANN401 - JSON
    """What an editor makes of the YAML."""
    return json.loads(json.dumps(parse(text, "f.yaml").value, default=float))


STANDARD: dict[str, Any] = {"id": "a", "metric": "first_response_time", "within": "4h"}


def file(**keys: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {"version": 1, "standards": [{**STANDARD, **keys}]}


def test_it_is_plain_json_of_the_draft_that_it_names() -> None:
    assert SCHEMA["$schema"] == DRAFT == "https://json-schema.org/draft/2020-12/schema"
    assert json_schema() == json_schema()


def test_it_has_no_null_and_no_generated_titles() -> None:
    text = json.dumps(SCHEMA)
    assert '"null"' not in text
    assert text.count('"title"') == 2  # that of the schema, and the key of that name


def test_every_reference_leads_somewhere() -> None:
    names = set(re.findall(r'"#/\$defs/([^"]+)"', json.dumps(SCHEMA)))
    assert names <= SCHEMA["$defs"].keys()


def test_the_sets_that_we_ship_are_valid(root: Path) -> None:
    assert fits(as_json(EXAMPLE.read_text(encoding="utf-8")), SCHEMA)
    assert fits(as_json((root / "standards.yaml").read_text(encoding="utf-8")), SCHEMA)


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_the_example_of_every_metric_is_valid(name: str) -> None:
    example = catalogue()[name].example
    if not example:
        pytest.skip("the metric has no example")
    standards = as_json(example)
    assert fits({"version": 1, "standards": standards}, SCHEMA)


@pytest.mark.parametrize(
    "keys",
    [
        {"target": ">= 95%", "warn": "97%"},
        {"target": [{"from": "2026-01-01", "is": "90%"}]},
        {"within": {"by": "priority", "limits": {"high": {"limit": "2d", "calendar": "always"}}}},
        {"within": "2 working days"},
        {"and": "accurate"},
        {"and": {"metric": "resolution_time", "within": "2d", "resolve": "first"}},
        {"by": ["branch", ["agent", "channel"]]},
        {"judge": "whole"},
        {"judge": {"each": "day", "reach": ">= 90%"}},
        {"pause": ["pending", "on_hold"]},
        {"leave_out": [{"where": "spam", "reason": "spam"}]},
    ],
)
def test_what_the_grammar_allows_is_valid(keys: dict[str, Any]) -> None:
    assert fits(file(**keys), SCHEMA)


@pytest.mark.parametrize(
    "keys",
    [
        {"within": 24},
        {"within": "24 hours"},
        {"within": {"by": "priority", "limits": {}}},
        {"ownr": "me"},
        {"settle": "7d"},
        {"metric": "first_response_tme"},
        {"metric": "customer_effort", "within": None},
        {"severity": "urgent"},
        {"id": "A b"},
        {"min_n": 0},
        {"and": {"metric": "resolution_time", "target": "95%"}},
        {"closed_unanswered": "mis"},
        {"judge": {"ech": "day"}},
    ],
)
def test_what_the_grammar_refuses_is_invalid(keys: dict[str, Any]) -> None:
    assert not fits(file(**keys), SCHEMA)


@pytest.mark.parametrize("key", ["version", "standards"])
def test_the_top_needs_version_and_standards(key: str) -> None:
    value = deepcopy(file())
    del value[key]
    assert not fits(value, SCHEMA)


def test_a_required_setting_is_required() -> None:
    assert not fits({"version": 1, "standards": [{"id": "a", "metric": "share"}]}, SCHEMA)


def test_calendars_and_tables_are_described() -> None:
    top = {
        "calendars": {"office": {"hours": {"mon-fri": ["09:00-12:00"]}}},
        "tables": {"tickets": {"columns": {"created_at": "Opened"}}},
    }
    assert fits({**file(), **top}, SCHEMA)
    assert not fits({**file(), "calendars": {"office": {"hour": {}}}}, SCHEMA)
    assert not fits({**file(), "tables": {"ticket": {}}}, SCHEMA)
