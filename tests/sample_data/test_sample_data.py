from __future__ import annotations

import csv
import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def written(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample_data")
    script = root / "sample_data" / "make_sample_data.py"
    subprocess.run([sys.executable, str(script), str(folder)], check=True)
    return folder


def test_the_script_writes_the_very_bytes_that_the_repository_holds(
    root: Path, written: Path
) -> None:
    names = sorted(path.name for path in written.iterdir())
    assert "tickets.csv" in names
    for name in names:
        assert (written / name).read_bytes() == (root / "sample_data" / name).read_bytes(), name


def test_the_json_twin_holds_the_same_tickets_as_the_csv(root: Path) -> None:
    with (root / "sample_data" / "tickets.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    records = json.loads((root / "sample_data" / "tickets.json").read_text(encoding="utf-8"))
    assert len(rows) == len(records)
    assert [row["Ticket ID"] for row in rows] == [record["Ticket ID"] for record in records]
    assert [row["Created at"] for row in rows] == [record["Created at"] for record in records]
    assert [row["Tags"] for row in rows] == [",".join(r["Tags"] or []) for r in records]
