"""The shape of a file, found line by line, is what Python's own reader makes of its records."""

from __future__ import annotations

import csv
import io
import random

import pytest

from csaudit.sources.files import record_shape
from csaudit.sources.files.record_shape import Shape, survey

HEADER = ("id", "subject", "body", "note")
WORDS = ("", "a", "x y", 'said "no"', "one\ntwo", 'a,b\n\n"c"', ' "', ",", "later\n", '\n"\n')


def quoted(cell: str, draw: random.Random) -> str:
    """A cell as CSV has it: quoted where it must be, sometimes where it need not."""
    if any(mark in cell for mark in ',"\n') or draw.random() < 0.2:
        doubled = cell.replace('"', '""')
        return f'"{doubled}"'
    return cell


def records(draw: random.Random) -> list[list[str]]:
    """Most have a body of several lines; some are cut short, too long, blank or the header."""
    found = []
    for number in range(draw.randrange(1, 30)):
        width = draw.choices((4, 3, 5, 1), (40, 1, 1, 1))[0]
        row = [f"T{number}", draw.choice(WORDS), "Dear\nteam", *draw.choices(WORDS, k=2)]
        odd = draw.random()
        found.append([""] * 4 if odd < 0.03 else [*HEADER] if odd < 0.06 else row[:width])
    return found


def seen_by_python(rows: list[list[str]]) -> Shape:
    """The same shape, a record at a time."""
    shape = Shape(HEADER)
    for row in rows:
        shape.add(row)
    return shape


@pytest.mark.parametrize("seed", range(30))
def test_lines_tell_what_records_do(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    draw = random.Random(seed)  # noqa: S311 - a test's own
    monkeypatch.setattr(record_shape, "_BATCH", draw.choice((1, 2, 5, 400)))
    rows = records(draw)
    lines = (
        # A header that is repeated is repeated as it stands.
        ",".join(row if tuple(row) == HEADER else [quoted(cell, draw) for cell in row])
        for row in [[*HEADER], *rows]
    )
    text = "\n".join(lines)
    read = list(csv.reader(io.StringIO(text, newline="")))
    assert [row or [""] for row in read[1:]] == rows or any(row == [""] for row in rows)
    seen, wanted = survey(text.encode(), ",", HEADER, 1, quotes=True), seen_by_python(read[1:])
    assert seen.well_formed
    assert seen.records == wanted.records
    assert (seen.short, seen.long) == (wanted.short, wanted.long)
    assert (seen.blank, seen.repeated) == (wanted.blank, wanted.repeated)
    assert seen.footer() == wanted.footer()


BROKEN = ('T9,x "y" z,b,c', 'T9,"x" y,b,c', 'T9,"x"y","b\nc",d', 'T9,a"b,c,d', 'T9,"""",""x,c')


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("line", BROKEN)
def test_a_quote_out_of_place_is_found_anywhere(line: str, place: int) -> None:
    rows = ['T1,a,"Dear\nteam",b', 'T2,"c",d,"e\n""f"""']
    rows.insert(place, line)
    text = "\n".join([",".join(HEADER), *rows]) + "\n"
    assert not survey(text.encode(), ",", HEADER, 1, quotes=True).well_formed


def test_more_open_cells_than_the_header_has_are_long_rows() -> None:
    text = 'id,at\n1,a,"x\ny"\n2,b\n'
    seen = survey(text.encode(), ",", ("id", "at"), 1, quotes=True)
    assert (seen.well_formed, seen.records, seen.long) == (True, 2, 1)


@pytest.mark.parametrize("row", ['"","",""', "   ,   ,   ", '" ",,"  "'])
@pytest.mark.parametrize("other", ["1,2,3", '1,"two\nlines",3'])
def test_a_row_with_nothing_in_it_is_none_whatever_stands_beside_it(row: str, other: str) -> None:
    text = f"id,at,by\n{other}\n{row}\n{other}\n"
    seen = survey(text.encode(), ",", ("id", "at", "by"), 1, quotes=True)
    assert (seen.records, seen.blank) == (3, [2])


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("again", ["", "\ufeff"])
def test_files_put_together_repeat_the_header_and_its_mark(mark: str, again: str) -> None:
    text = f"{mark}id,at\n1,2\n{again}id,at\n3,4\n"
    seen = survey(text.encode(), ",", ("id", "at"), 1, quotes=False)
    assert (seen.records, seen.repeated) == (3, [2])


WIDE = ("subject", "id", "created", "answered", "resolved", "closed", "status", "team", "agent")


@pytest.mark.parametrize(
    ("last", "footer"),
    [
        ("Still no answer,4,2026-01-05 10:40", 0),
        ("Made for the board, by Ann", 1),
        ("Total of all tickets, 42", 1),
    ],
)
def test_a_record_cut_short_is_no_footer(last: str, footer: int) -> None:
    text = "\n".join([",".join(WIDE), "It is broken,1,2,3,4,5,6,7,8", last]) + "\n"
    seen = survey(text.encode(), ",", WIDE, 1, quotes=True)
    assert (seen.records, len(seen.footer())) == (2, footer)
