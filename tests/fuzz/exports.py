"""Exports of the five tables: plausible cells, some of them mutated, in many formats."""

from __future__ import annotations

import gzip
import io
import json
from typing import TYPE_CHECKING, Final

import polars as pl

if TYPE_CHECKING:
    from random import Random

Cells = dict[str, list[str]]

STRANGE: Final = (
    *("", " ", "n/a", "-", "NULL", "0", "-1", "1e308", "9" * 40, "NaN", "inf", "\uff11\uff12"),
    *(
        "2026-02-30",
        "0000-00-00 00:00:00",
        "9999-12-31T23:59:59Z",
        "0001-01-01",
        "31/10/2026 25:10",
    ),
    *("2026-03-29 01:30", "2026-10-25 01:30:00", "10/11/12", "1.1.26", "20261031", "1761900000"),
    *("2026-10-31T18:00:00+14:00", "2026-10-31 6:00 PM", "31. Okt. 2026", "yesterday"),
    *("=HYPERLINK(1)", "@x", "\x1b[31m", "\u202eabc", "a\x00b", "\ufeff", "<script>", "[red]x[/x]"),
    *('"', '""', "a,b", "a;b", "a\nb", "a\r\nb", "a\tb", "\\N", "{", "[1, 2]", '{"a": 1}'),
    *("é" * 300, "🙂", "日本語", "مرحبا", "x" * 5_000),
)
STATUSES: Final = ("open", "closed", "Resolved", "pending", "On hold", "new", "Wartet", "")
AMOUNTS: Final = ("0", "0.00", "12.5", "7", "999999999999.25", "-3.10", "")
FORMATS: Final = (
    *("csv", "csv", "csv", "tsv", "semicolon", "json", "ndjson", "parquet", "gz"),
    *("csv", "csv", "csv", "tsv", "semicolon", "json", "ndjson", "parquet", "xlsx"),
)


def table(chance: Random, kind: str) -> Cells:
    """Rows of a table, with some of the columns that exports have."""
    rows = chance.choice((1, 2, 30, 30, 60, 60))
    made = _TABLES[kind](chance, rows)
    for name in chance.sample(sorted(made), chance.randint(0, max(0, len(made) - 3))):
        if chance.random() < 0.12:
            del made[name]
    return made


def _instants(chance: Random, rows: int, written: str, later: int = 0) -> list[str]:
    day = [chance.randint(1, 28) for _ in range(rows)]
    return [
        written.format(
            y=2026,
            m=10,
            d=max(1, min(28, one + chance.randint(0, later))),
            h=chance.randint(0, 23),
            n=chance.randint(0, 59),
        )
        for one in day
    ]


_WRITTEN: Final = (
    "{y}-{m:02}-{d:02}T{h:02}:{n:02}:00Z",
    "{y}-{m:02}-{d:02} {h:02}:{n:02}",
    "{d:02}/{m:02}/{y} {h:02}:{n:02}",
    "{m}/{d}/{y} {h}:{n:02}",
    "{d}.{m}.{y} {h:02}:{n:02}",
    "{y}-{m:02}-{d:02}",
)


def _tickets(chance: Random, rows: int) -> Cells:
    written = chance.choice(_WRITTEN)
    return {
        "id": [str(number) for number in range(rows)],
        chance.choice(("created_at", "Created at", "Opened", "Erstellt am")): _instants(
            chance, rows, written
        ),
        "order_value": [chance.choice(AMOUNTS) for _ in range(rows)],
        "first_response_at": _instants(chance, rows, written, 2),
        "resolved_at": _instants(chance, rows, written, 9),
        "status": [chance.choice(STATUSES) for _ in range(rows)],
        "priority": [chance.choice(("low", "High", "urgent", "p5", "")) for _ in range(rows)],
        "channel": [chance.choice(("email", "chat", "Phone")) for _ in range(rows)],
        "agent": [chance.choice(("Ann", "Bob", "")) for _ in range(rows)],
        "branch": [chance.choice(("Leeds", "Hull")) for _ in range(rows)],
        "csat": [chance.choice(("1", "5", "4", "", "good")) for _ in range(rows)],
        "replies": [str(chance.randint(0, 4)) for _ in range(rows)],
        "reopens": [str(chance.randint(0, 2)) for _ in range(rows)],
        "tags": [chance.choice(("vip", "a,b", "")) for _ in range(rows)],
    }


def _calls(chance: Random, rows: int) -> Cells:
    written = chance.choice(_WRITTEN[:4])
    return {
        "call_id": [str(number) for number in range(rows)],
        "offered_at": _instants(chance, rows, written),
        "wait": [f"{chance.randint(0, 90)}s" for _ in range(rows)],
        "abandoned": [chance.choice(("yes", "no", "no")) for _ in range(rows)],
        "queue": [chance.choice("AB") for _ in range(rows)],
    }


def _surveys(chance: Random, rows: int) -> Cells:
    written = chance.choice(_WRITTEN[:4])
    return {
        "survey_id": [str(number) for number in range(rows)],
        "ticket_id": [str(chance.randint(0, rows)) for _ in range(rows)],
        "sent_at": _instants(chance, rows, written),
        "answered_at": _instants(chance, rows, written, 3),
        "csat": [chance.choice(("1", "5", "4", "", "good")) for _ in range(rows)],
        "ces": [chance.choice(("1", "7", "4", "", "5.5")) for _ in range(rows)],
        "nps": [chance.choice(("0", "10", "9", "", "11")) for _ in range(rows)],
        "branch": [chance.choice(("Leeds", "Hull")) for _ in range(rows)],
        "agent": [chance.choice(("Ann", "Bob", "")) for _ in range(rows)],
    }


def _reviews(chance: Random, rows: int) -> Cells:
    written = chance.choice(_WRITTEN[:4])
    return {
        "review_id": [str(number) for number in range(rows)],
        "reviewed_at": _instants(chance, rows, written),
        "agent": [chance.choice(("Ann", "Bob", "")) for _ in range(rows)],
        "branch": [chance.choice(("Leeds", "Hull")) for _ in range(rows)],
        "accurate": [chance.choice(("yes", "no", "", "n/a")) for _ in range(rows)],
        "patience": [chance.choice(("1", "5", "3", "")) for _ in range(rows)],
        "empathy": [chance.choice(("1", "5", "3", "")) for _ in range(rows)],
    }


_KINDS: Final = (
    *("message", "message", "message", "created", "status", "status", "agent", "team"),
    *("priority", "closed", "reopened", ""),
)


def _events(chance: Random, rows: int) -> Cells:
    written = chance.choice(_WRITTEN[:2])
    kinds = [chance.choice(_KINDS) for _ in range(rows)]
    words = [*STATUSES, "Ann", "Leeds"]
    return {
        "ticket_id": [str(chance.randint(0, rows // 4)) for _ in range(rows)],
        "at": _instants(chance, rows, written),
        "event": kinds,
        "actor": [chance.choice(("Ann", "Bob", "c@x.org", "")) for _ in range(rows)],
        "role": [chance.choice(("agent", "customer", "system", "")) for _ in range(rows)],
        "public": [chance.choice(("yes", "no", "")) for _ in range(rows)],
        "from": [chance.choice(words) if one == "status" else "" for one in kinds],
        "to": [chance.choice(words) if one in {"status", "agent"} else "" for one in kinds],
    }


_TABLES: Final = {
    "tickets": _tickets,
    "calls": _calls,
    "surveys": _surveys,
    "reviews": _reviews,
    "events": _events,
}
TABLES: Final = (*["tickets"] * 10, *["calls"] * 3, *["surveys"] * 2, "reviews", *["events"] * 3)
"""What an input holds, as often as it does."""


def mutated(cells: Cells, chance: Random) -> Cells:
    """A few cells, a column or a header turned into something strange."""
    made = {name: list(column) for name, column in cells.items()}
    for _ in range(chance.choice((0, 0, 1, 3))):
        column = made[chance.choice(sorted(made))]
        for _ in range(chance.choice((1, 1, len(column)))):
            column[chance.randrange(len(column))] = chance.choice(STRANGE)
    if chance.random() < 0.1:
        name = chance.choice(sorted(made))
        made[chance.choice((*STRANGE[:4], name.upper(), f"{name} (2)"))] = made.pop(name)
    return made


def written(cells: Cells, chance: Random) -> tuple[str, bytes]:
    """The name of a file and its bytes."""
    frame = pl.DataFrame(cells, schema=dict.fromkeys(cells, pl.String))
    kind = chance.choice(FORMATS)
    into = io.BytesIO()
    match kind:
        case "json":
            return "x.json", json.dumps(frame.to_dicts()).encode()
        case "ndjson":
            return "x.ndjson", frame.write_ndjson().encode()
        case "parquet":
            frame.write_parquet(into)
            return "x.parquet", into.getvalue()
        case "xlsx":
            frame.write_excel(into)
            return "x.xlsx", into.getvalue()
        case "gz":
            return "x.csv.gz", gzip.compress(frame.write_csv().encode())
        case _:
            separator = {"tsv": "\t", "semicolon": ";"}.get(kind, ",")
            return "x.csv", _damaged(frame.write_csv(separator=separator).encode(), chance)


def _damaged(text: bytes, chance: Random) -> bytes:
    """Now and then a file that was cut, glued or written in another encoding."""
    if chance.random() > 0.15:
        return text
    place = chance.randrange(len(text) + 1)
    return chance.choice(
        (
            text[:place],
            text[:place] + b'"' + text[place:],
            text[:place] + b"\x00\xff" + text[place:],
            text.replace(b"\n", b"\r\n"),
            text.replace(b"\n", b"\r"),
            b"\xef\xbb\xbf" + text,
            text.decode("utf-8").encode("utf-16"),
            text.decode("utf-8").encode("cp1252", "replace"),
            text + text,
            b"sep=,\n" + text,
        )
    )
