"""Writes docs/columns.md from csaudit's tables.

Run it from the project's root:  python docs/make_columns_md.py
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from csaudit.tables import BEGINS, TABLES, Type

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = Path(__file__).resolve().parent / "columns.md"

HEAD = """\
# Columns

The columns that csaudit knows, by table, under the names that standards, `--by` and presets use.
An export has its own names for them: `csaudit inspect FILE` shows which was found where, and
`tables:` in `standards.yaml` settles the rest. Every other column keeps its own name, as text
unless a `type:` is written. This page is written by `docs/make_columns_md.py` from
`csaudit/tables.py`, and a test sees to it that it is up to date.

```yaml
tables:
  tickets:
    columns:
      branch: "Office [list]"
      created_at: {from: Day, and: Time, date_order: day-first}
      status: {from: Status, values: {Parked: on_hold}, empty: ["-"]}
      handle_time: {from: Took, format: "m:ss"}
      refund: {from: Refund, type: number}
```

The keys of a column are `from`, `and`, `type`, `unit`, `clock`, `timezone`, `date_order`, `format`,
`values` and `empty`; [presets.md](presets.md#the-keys-of-a-column) says what they mean. They come
on top of what the preset of the export says.

## Types

| type | how its cells are written |
|---|---|"""

TYPES = {
    Type.TEXT: "as they stand, blanks around them left away",
    Type.NUMBER: "`12.5`, `1,234.50`, `1.234,50 €`",
    Type.COUNT: "a whole number that is not negative",
    Type.INSTANT: "a date and time, such as `2026-10-31T18:00Z` or `31.10.2026 18:00`",
    Type.DURATION: "`01:30:00`, `1 h 30`, `90 min`, `PT1H30M`, or a number with `unit:`",
    Type.YES_NO: "`yes` and `no`, `true` and `false`, `1` and `0`, `oui` and `non`",
    Type.TAGS: "words with blanks or commas between them, or a JSON list",
}


def page() -> str:
    """The whole page."""
    types = [f"| `{kind}` | {written} |" for kind, written in TYPES.items()]
    return "\n".join([HEAD, *types, *(line for table in TABLES for line in _table(table))]) + "\n"


def _table(table: str) -> Iterator[str]:
    begins = " or ".join(f"`{name}`" for name in BEGINS[table])
    yield f"\n## {table}\n\nA record begins at {begins}.\n"
    yield "| column | type | meaning |\n|---|---|---|"
    for column in TABLES[table].values():
        yield f"| `{column.name}` | {column.type} | {column.meaning} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
