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
