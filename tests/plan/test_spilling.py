"""A table that does not fit into the memory allowed is scanned from a file: the numbers stay."""

from __future__ import annotations

import gc
import tempfile
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl
import pytest

import csaudit
from csaudit.cli.flags import size
from csaudit.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


def test_the_report_is_the_same_and_no_file_stays(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    written: list[Path] = []
    scan = pl.scan_parquet

    def scanned(path: Path, *, glob: bool) -> pl.LazyFrame:
        written.append(path)
        return scan(path, glob=glob)

    monkeypatch.setattr(pl, "scan_parquet", scanned)
    tables = {name: root / "sample_data" / f"{name}.csv" for name in ("tickets", "calls")}
    plain = csaudit.check(tables, root / "standards.yaml")
    assert not written
    spilled = csaudit.check(tables, root / "standards.yaml", memory=1_000)
    assert len(written) == 2
    assert replace(spilled, run=plain.run) == plain
    gc.collect()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("written", "bytes_"),
    [("500MB", 500_000_000), ("1.5 GB", 1_500_000_000), ("2GiB", 2_000_000_000), ("77", 77)],
)
def test_sizes_are_written_as_people_write_them(written: str, bytes_: int) -> None:
    assert size(written, "--memory") == bytes_


def test_what_is_no_size_is_a_mistake() -> None:
    with pytest.raises(UsageError, match="--memory much is no size"):
        size("much", "--memory")
