from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from csaudit.errors import DataError
from csaudit.sources import Input, open_inputs
from tests.sources.reading import cells, codes

if TYPE_CHECKING:
    from pathlib import Path

    from tests.sources.conftest import Opener

ROWS = [{"id": 1}, {"id": 2}]


@pytest.mark.parametrize(
    "around",
    [
        {"count": 3},
        {"count": "1000", "next_page": "https://x"},
        {"next_page": "https://x"},
        {"end_of_stream": False},
        {"meta": {"has_more": True}},
        {"done": False, "totalSize": 9, "nextRecordsUrl": "/x"},
        {"_links": {"next": {"href": "https://x"}}},
        {"paging": {"next": {"link": "https://x"}}},
        {"nextPageToken": "abc"},
    ],
)
def test_an_envelope_that_speaks_of_more_is_refused(opened: Opener, around: dict[str, Any]) -> None:
    text = json.dumps({"rows": ROWS} | around)
    with pytest.raises(DataError, match=r"t\.json is only a part of an export"):
        opened(text, name="t.json")
    source = opened(text, name="t.json", allow_partial=True)
    assert cells(source, "id") == ["1", "2"]
    assert codes(source) == {"partial"}


@pytest.mark.parametrize(
    "around",
    [
        {"count": 2, "next_page": None},
        {"count": 2, "next_page": "https://x"},
        {"end_of_stream": True, "after_cursor": "x"},
        {"meta": {"has_more": False}},
        {"total": 2},
        {},
    ],
)
def test_an_envelope_that_speaks_of_no_more_is_read(opened: Opener, around: dict[str, Any]) -> None:
    source = opened(json.dumps({"rows": ROWS} | around), name="t.json")
    assert codes(source) == set()


def test_all_pages_together_are_whole(tmp_path: Path) -> None:
    pages: list[dict[str, Any]] = [
        {"rows": [{"id": 1}], "next_page": "https://x"},
        {"rows": [{"id": 2}], "next_page": None},
    ]
    inputs = []
    for number, page in enumerate(pages):
        path = tmp_path / f"{number}.json"
        path.write_text(json.dumps(page))
        inputs.append(Input(None, str(path)))
    (source,) = open_inputs(inputs, {})
    assert cells(source, "id") == ["1", "2"]
    with pytest.raises(DataError, match="another page follows"):
        open_inputs(inputs[:1], {})


def conversation(parts: dict[str, Any], **around: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    said = {"id": 1, "created_at": 1790000000, "conversation_parts": parts}
    return {"type": "conversation.list", "conversations": [said], **around}


PART = {"id": "5", "part_type": "close", "created_at": 1790000600, "author": {"type": "admin"}}
PAGES = {"type": "pages", "page": 1, "per_page": 1, "total_pages": 3, "next": {"page": 2}}
HISTORY = {"id": "7", "created": "2026-10-01T09:00:00.000+0000", "items": [{"field": "status"}]}
ISSUE = {"key": "A-1", "fields": {"created": "2026-10-01T08:00:00.000+0000"}}


@pytest.mark.parametrize(
    "document",
    [
        # Pages are counted in conversations, whatever number of parts these have.
        conversation({"conversation_parts": [PART] * 4}, pages=PAGES, total_count=3),
        conversation({"conversation_parts": [PART], "total_count": 501}),
        {
            "issues": [
                ISSUE | {"changelog": {"maxResults": 1, "total": 150, "histories": [HISTORY]}}
            ]
        },
    ],
)
def test_a_part_of_a_log_is_refused(tmp_path: Path, document: dict[str, Any]) -> None:
    path = tmp_path / "log.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(DataError, match=r"log\.json is only a part of an export"):
        open_inputs([Input("events", str(path))], {})
    (source,) = open_inputs([Input("events", str(path))], {}, allow_partial=True)
    assert "partial" in codes(source)


@pytest.mark.parametrize(
    "document",
    [
        conversation({"conversation_parts": [PART] * 2, "total_count": 2}, total_count=1),
        {"issues": [ISSUE | {"changelog": {"total": 1, "histories": [HISTORY]}}], "total": 1},
        conversation({"conversation_parts": [PART]}, total_count="9" * 5_000),
        # What nobody can have counted: Python would refuse to read it as a number.
        {"issues": [ISSUE | {"changelog": {"total": "9" * 5_000, "histories": [HISTORY]}}]},
    ],
)
def test_a_whole_log_is_read(tmp_path: Path, document: dict[str, Any]) -> None:
    path = tmp_path / "log.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    (source,) = open_inputs([Input("events", str(path))], {})
    assert "partial" not in codes(source)
