from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from csaudit.errors import DataError
from csaudit.sources.files import json_stream
from csaudit.sources.files.flattening import Columns
from csaudit.table_settings import ColumnSettings, TableSettings
from csaudit.tables import Type
from tests.sources.reading import cells, frame

if TYPE_CHECKING:
    import polars as pl

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


@pytest.mark.parametrize("name", ["day.ndjson", "day.jsonl"])
def test_one_line_of_a_quiet_day_is_one_record(opened: Opener, name: str) -> None:
    source = opened('{"ticket_id": "7", "status": "open"}\n', name=name)
    assert cells(source, "id") == ["7"]


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
        ('{"a": [{"id": 1}], "b": [{"id": 2}]}', 'several lists of records ("a", "b")'),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_what_is_no_list_of_records_is_said(opened: Opener, text: str, sentence: str) -> None:
    with pytest.raises(DataError) as caught:
        opened(text, name="t.json")
    assert sentence in str(caught.value)
    assert "t.json" in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        '{"users": [{"id": 2}], "tickets": [{"id": 1}], "count": 1}',
        '{"errors": [], "things": [{"id": 1}]}',
    ],
)
def test_of_several_lists_the_known_one_is_read(opened: Opener, text: str) -> None:
    assert cells(opened(text, name="t.json"), "id") == ["1"]


def test_a_document_larger_than_memory_should_hold_is_read_piece_by_piece(
    opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_stream, "BLOCK", 97)
    monkeypatch.setattr(json_stream, "WHOLE", 200)
    rows = [{"id": number, "text": "é" * (number % 50), "n": 12345} for number in range(300)]
    for document in (
        {"count": 300, "a": {"b": {"c": [1, 2], "items": rows}}, "more": None},
        rows,
        {"items": rows},
    ):
        source = opened(json.dumps(document, ensure_ascii=False, indent=1), name="t.json")
        assert cells(source, "id") == [str(number) for number in range(300)]
        assert cells(source, "n") == ["12345"] * 300
        assert source.files[0].rows == 300


def test_a_mistake_far_into_a_large_document_is_placed(
    opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_stream, "BLOCK", 64)
    lines = ["[", *['{"id": 1},'] * 500, '{"id" 2}', "]"]
    with pytest.raises(DataError, match="line 502 column 7"):
        opened("\n".join(lines), name="t.json")


def test_custom_fields_are_columns_by_their_number(opened: Opener) -> None:
    source = opened(
        '[{"id": 1, "custom_fields": [{"id": 360, "value": "x"}, {"id": 7, "value": null}]}]'
    )
    assert cells(source, "custom_fields.360") == ["x"]
    assert cells(source, "custom_fields.7") == [None]


def test_records_without_any_value_are_records(opened: Opener) -> None:
    assert opened("[{}, {}]", name="t.json").files[0].rows == 2


def test_rare_paths_take_the_room_of_what_they_hold(
    opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of thousands of custom fields only those that somebody asks for are laid out."""
    laid_out: list[str] = []
    column = Columns.column

    def counted(columns: Columns, name: str) -> pl.Series:
        laid_out.append(name)
        return column(columns, name)

    monkeypatch.setattr(Columns, "column", counted)
    records = [
        {"id": n, "created_at": "2026-10-01T09:00:00Z", f"custom.{n}": n, f"custom.{n + 1}": n}
        for n in range(2_000)
    ]
    source = opened("\n".join(map(json.dumps, records)), name="t.ndjson")
    assert cells(source, "custom.7") == [*[None] * 6, "6", "7", *[None] * 1_992]
    assert set(laid_out) <= {"id", "created_at", "custom.7"}
