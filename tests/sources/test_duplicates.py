from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from csaudit.sources import Input, open_inputs
from csaudit.tables import SUPERSEDED
from tests.sources.reading import codes, frame

if TYPE_CHECKING:
    from pathlib import Path

    from tests.sources.conftest import Opener


def kept(opened: Opener, text: str) -> list[tuple[str | None, str]]:
    """Id and note of the records that count."""
    table = frame(opened(text, timezone="UTC"), "id", "note")
    return table.filter(~table[SUPERSEDED]).sort("note").select("id", "note").rows()


def test_of_exact_copies_one_counts(opened: Opener) -> None:
    assert kept(opened, "id,note\n1,a\n1,a\n2,b\n") == [("1", "a"), ("2", "b")]
    assert codes(opened("id,note\n1,a\n1,a\n")) == set()


def test_the_row_that_was_updated_last_counts(opened: Opener) -> None:
    text = "id,note,updated_at\n1,new,2026-01-05 10:00\n1,old,2026-01-04 10:00\n1,none,\n"
    assert kept(opened, text) == [("1", "new")]


def test_without_an_update_the_newest_instant_in_the_row_decides(opened: Opener) -> None:
    text = (
        "id,note,created_at,closed_at\n"
        "1,new,2026-01-01 10:00,2026-01-05 10:00\n"
        "1,old,2026-01-01 10:00,\n"
    )
    assert kept(opened, text) == [("1", "new")]


def test_a_due_date_does_not_make_a_row_newer(opened: Opener) -> None:
    text = (
        "id,note,created_at,due_at\n"
        "1,new,2026-01-02 10:00,\n"
        "1,old,2026-01-01 10:00,2026-03-01 10:00\n"
    )
    assert kept(opened, text) == [("1", "new")]


@given(st.permutations(["a,x", "b,x", "b,y", "c,w"]), st.booleans())
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30
)
def test_ties_do_not_depend_on_the_order_of_rows_or_columns_and_are_said(
    opened: Opener,
    pairs: list[str],
    turned: bool,  # noqa: FBT001 - hypothesis passes it by name
) -> None:
    lines = [f"{pair},1" for pair in ["note,more", *pairs]]
    lines[0] = "note,more,id"
    if turned:
        lines = [",".join(reversed(line.split(","))) for line in lines]
    source = opened("\n".join(lines) + "\n")
    table = frame(source, "note", "more")
    assert table.filter(~table[SUPERSEDED]).select("note", "more").rows() == [("b", "y")]
    assert codes(source) == {"superseded_ties"}


def test_records_without_an_id_are_never_superseded(opened: Opener) -> None:
    text = "id,note\n,a\n,a\n1,b\n1,b\n"
    assert kept(opened, text) == [(None, "a"), (None, "a"), ("1", "b")]


def test_copies_in_several_files_are_found(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,note,updated_at\n1,old,2026-01-01 10:00\n2,b,\n")
    (tmp_path / "b.csv").write_text("Updated-At,ID,note\n2026-01-02 10:00,1,new\n")
    inputs = [Input(None, str(tmp_path / name)) for name in ("a.csv", "b.csv")]
    (source,) = open_inputs(inputs, {}, timezone="UTC")
    table = frame(source, "id", "note")
    assert table.filter(~table[SUPERSEDED]).select("id", "note").rows() == [
        ("2", "b"),
        ("1", "new"),
    ]


def test_a_json_twin_gives_the_same_frame(opened: Opener) -> None:
    rows = [
        {
            "id": str(number % 40),
            "created_at": f"2026-01-{number % 28 + 1:02} 10:00",
            "resolved_at": None if number % 3 else f"2026-02-{number % 28 + 1:02}T10:00:00Z",
            "status": ["open", "Solved", "odd"][number % 3],
            "replies": str(number) if number % 7 else "x",
            "tags": "a b" if number % 2 else None,
            "order_value": f"{number}.50",
        }
        for number in range(60)
    ]
    lines = [",".join(rows[0])] + [
        ",".join("" if cell is None else cell for cell in row.values()) for row in rows
    ]
    from_csv = frame(opened("\n".join(lines) + "\n", name="t.csv", timezone="Europe/London"))
    for text in (json.dumps(rows), "\n".join(map(json.dumps, rows))):
        from_json = frame(opened(text, name="t.json", timezone="Europe/London"))
        assert from_json.select(from_csv.columns).equals(from_csv)
