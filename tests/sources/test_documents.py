from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from csaudit.errors import DataError
from csaudit.tables import ColumnSettings, TableSettings, Type
from tests.sources.reading import cells, frame

if TYPE_CHECKING:
    from tests.sources.conftest import Opener

TWO = [{"id": 1, "status": "open"}, {"id": 2, "status": "solved"}]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(TWO),
        json.dumps({"tickets": TWO, "count": 2}),
        json.dumps({"data": {"payload": TWO}}),
        "\n".join(map(json.dumps, TWO)),
        "\ufeff" + "\r\n".join(map(json.dumps, TWO)) + "\r\n\r\n",
        json.dumps(TWO, indent=4),
    ],
)
def test_an_array_an_object_around_it_and_lines_are_all_read(opened: Opener, text: str) -> None:
    source = opened(text, name="tickets.json")
    assert cells(source, "id") == ["1", "2"]
    assert cells(source, "status") == ["open", "resolved"]


def test_nested_objects_become_dotted_paths_and_lists_become_tags(opened: Opener) -> None:
    text = '[{"id": 1, "via": {"channel": "email", "n": {"m": 2}}, "tags": ["a b", 3]}]'
    source = opened(text, name="t.json")
    assert cells(source, "via.channel") == ["email"]
    assert cells(source, "via.n.m") == ["2"]
    assert cells(source, "tags") == [["a b", "3"]]


def test_a_key_that_first_appears_late_is_a_column(opened: Opener) -> None:
    rows = [{"id": number} for number in range(50_000)] + [{"id": "x", "late": "yes"}]
    source = opened(json.dumps(rows), name="t.json")
    late = frame(source, "late")["late"]
    assert late.null_count() == 50_000
    assert late[-1] == "yes"


def test_numbers_keep_every_digit(opened: Opener) -> None:
    settings = TableSettings(columns={"big": ColumnSettings(type=Type.NUMBER)})
    text = '[{"id": 12345678901234567890123, "big": 0.1}, {"id": 2, "big": 1e3}]'
    source = opened(text, name="t.json", settings=settings)
    assert cells(source, "id") == ["12345678901234567890123", "2"]
    assert cells(source, "big") == [Decimal("0.1"), Decimal(1000)]


def test_booleans_and_nulls_are_read(opened: Opener) -> None:
    source = opened('[{"id": 1, "spam": true}, {"id": 2, "spam": false}, {"id": 3, "spam": null}]')
    assert cells(source, "spam") == [True, False, None]


def test_half_a_surrogate_pair_does_not_break_the_reading(opened: Opener) -> None:
    assert cells(opened('[{"id": 1, "subject": "a\\ud800b"}]'), "subject") == ["a?b"]


def test_one_object_that_is_a_ticket_is_one_record(opened: Opener) -> None:
    text = '{"id": 7, "tags": [], "comments": [{"body": "x"}]}'
    assert cells(opened(text, name="t.ndjson"), "id") == ["7"]


@pytest.mark.parametrize("text", ["[]", '{"tickets": []}'])
def test_an_empty_list_is_a_table_without_records(opened: Opener, text: str) -> None:
    assert frame(opened(text, name="t.json")).height == 0


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('[{"id": 1},\n {"id": }]', "line 2 column 9"),
        ('{"id": 1}\n{"id": 2', "broken JSON"),
        ('{"a": 1}', "no list of records"),
        ("[1, 2]", "item 1 is no object"),
        ('{"tickets": [{"id": 1}], "users": [{"id": 2}]}', 'several lists of records ("tickets"'),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_what_is_no_list_of_records_is_said(opened: Opener, text: str, sentence: str) -> None:
    with pytest.raises(DataError) as caught:
        opened(text, name="t.json")
    assert sentence in str(caught.value)
    assert "t.json" in str(caught.value)
