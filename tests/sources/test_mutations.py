"""Exports damaged at random: they are read, or one clear sentence says why not."""

from __future__ import annotations

import gzip
import json
import random
from typing import TYPE_CHECKING

import pytest

from csaudit.errors import CsauditError
from csaudit.sources import Input, open_inputs
from csaudit.table_settings import TableSettings
from csaudit.tables import Type, unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

ROUNDS = 60
"""For each kind of export; some thousands were run while the room was built."""

HOSTILE = (
    *(
        "",
        " ",
        '"',
        '""',
        "'",
        ",",
        ";",
        "\n",
        "\r",
        "\0",
        "\ufeff",
        "é",
        "\ud7ff",
        "😀",
        "\\",
        "%s",
    ),
    *(
        "-1",
        "1e999",
        "NaN",
        "null",
        "[]",
        "{}",
        "[red]",
        "=1+1",
        "9" * 50,
        "1,234",
        "1.234,5",
        "true",
    ),
    *("2026-99-99", "99/99/9999", "31/12/2026", "12/31/2026", "0000-00-00 00:00:00", "x" * 5000),
)


def rows() -> list[dict[str, str]]:
    return [
        {
            "id": str(number),
            "created_at": f"2026-01-{number + 1:02} 10:00:00",
            "Resolved time": f"2026-02-{number + 1:02}T10:00:00Z",
            "status": "Solved",
            "replies": str(number),
            "tags": "a b",
            "requester_wait_minutes": str(number * 1.5),
            "csat": "5",
            "spam": "no",
        }
        for number in range(12)
    ]


def as_csv(table: list[dict[str, str]]) -> bytes:
    lines = [",".join(table[0]), *(",".join(row.values()) for row in table)]
    return "\r\n".join(lines).encode(errors="replace")


def as_json(table: list[dict[str, str]]) -> bytes:
    return json.dumps({"tickets": table, "count": len(table)}).encode()


def as_lines(table: list[dict[str, str]]) -> bytes:
    return "\n".join(map(json.dumps, table)).encode()


FORMATS: Mapping[str, Callable[[list[dict[str, str]]], bytes]] = {
    "csv": as_csv,
    "json": as_json,
    "lines": as_lines,
    "gzip": lambda table: gzip.compress(as_csv(table)),
    "utf-16": lambda table: as_csv(table).decode().encode("utf-16"),
}


def with_mistake(chance: random.Random, table: list[dict[str, str]]) -> list[dict[str, str]]:
    """One cell replaced, or one column dropped or renamed."""
    name = chance.choice(list(table[0]))
    what = chance.choice(["cell", "cell", "drop", "rename"])
    if what == "cell":
        chance.choice(table)[name] = chance.choice(HOSTILE)
        return table
    if what == "drop":
        return [{key: cell for key, cell in row.items() if key != name} for row in table]
    other = chance.choice(HOSTILE)
    return [{other if key == name else key: cell for key, cell in row.items()} for row in table]


def with_damage(chance: random.Random, content: bytes) -> bytes:
    """Cut off, a byte flipped, something put in, or a piece repeated."""
    at = chance.randrange(len(content) + 1)
    put = chance.choice(HOSTILE).encode()
    flipped = bytes([chance.randrange(256)])
    return chance.choice(
        [
            content[:at],
            content[:at] + flipped + content[at + 1 :],
            content[:at] + put + content[at:],
            content + content[at : at + 50],
        ]
    )


def mutated(chance: random.Random, write: Callable[[list[dict[str, str]]], bytes]) -> bytes:
    """An export with up to four mistakes in its cells, columns or bytes."""
    table = rows()
    for _ in range(chance.randint(0, 2)):
        table = with_mistake(chance, table)
    content = write(table)
    for _ in range(chance.randint(0, 2)):
        content = with_damage(chance, content)
    return content


@pytest.mark.parametrize("name", FORMATS)
def test_a_damaged_export_is_read_or_refused_in_one_sentence(name: str, tmp_path: Path) -> None:
    chance = random.Random(name)  # noqa: S311 - the same damage in every run
    path = tmp_path / "export"
    settings = {table: TableSettings(timezone="Europe/London") for table in ("tickets", "surveys")}
    for _ in range(ROUNDS):
        path.write_bytes(mutated(chance, FORMATS[name]))
        try:
            (source,) = open_inputs([Input(None, str(path))], settings)
            table = source.read(source.columns).frame.collect()
        except CsauditError as error:
            assert "export" in str(error) or '"' in str(error)  # noqa: PT017 - both outcomes count
            continue
        for column, one in source.columns.items():
            if one.type is not Type.TEXT:
                lost = table.filter(table[unreadable(column)])[column]
                assert lost.null_count() == len(lost) or one.type is Type.TAGS
