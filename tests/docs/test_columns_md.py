"""docs/columns.md says what the tables say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csaudit.standards import load
from csaudit.tables import TABLES, Type
from tests.docs.test_cookbook import script

if TYPE_CHECKING:
    from pathlib import Path


def test_the_page_is_up_to_date(root: Path) -> None:
    written = (root / "docs" / "columns.md").read_text(encoding="utf-8")
    assert script(root, "make_columns_md").page() == written


def test_the_example_is_understood(root: Path) -> None:
    written = (root / "docs" / "columns.md").read_text(encoding="utf-8")
    example = written.split("```yaml\n")[1].split("```")[0]
    text = f"version: 1\n{example}standards: [{{id: a, metric: resolution_rate}}]\n"
    columns = load(root / "x.yaml", text=text).tables["tickets"].columns
    assert columns["status"].values == {"Parked": "on_hold"}
    assert columns["created_at"].joined == "Time"


def test_every_type_and_every_column_is_listed(root: Path) -> None:
    written = (root / "docs" / "columns.md").read_text(encoding="utf-8")
    for kind in Type:
        assert f"| `{kind}` | " in written
    for columns in TABLES.values():
        for column in columns.values():
            assert f"| `{column.name}` | {column.type} | {column.meaning} |" in written
