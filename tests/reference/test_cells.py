from __future__ import annotations

from tests.reference.cells import GARBAGE, read_cell


def test_a_blank_cell_is_empty() -> None:
    assert read_cell(" ", "count") is None
    assert read_cell("x", "count") is GARBAGE
