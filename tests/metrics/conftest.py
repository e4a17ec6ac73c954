"""One metric, measured on a small table through the whole program."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from csaudit import check
from csaudit.audit import Options
from csaudit.audit.auditing import judge_cases
from csaudit.audit.records_asked import EVERY_ONE
from csaudit.sources import Input, open_inputs
from csaudit.standards import load

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from csaudit.audit.report import Report, Result


class Measured(Protocol):
    """Audits CSV text and returns the standard's own result."""

    def __call__(
        self,
        table: str,
        rows: str,
        metric: str,
        settings: Mapping[str, Any] | None = None,
        **options: Any,  # noqa: ANN401 - as csaudit.check has them
    ) -> Result: ...


class Audited(Protocol):
    """Audits several tables and returns the whole report."""

    def __call__(
        self,
        tables: Mapping[str, str],
        standards: list[dict[str, Any]],
        top: Mapping[str, Any] | None = None,
        **options: Any,  # noqa: ANN401 - as csaudit.check has them
    ) -> Report: ...


class Listed(Protocol):
    """Audits CSV text and returns a row for each record of the standard, by its id."""

    def __call__(
        self, table: str, rows: str, metric: str, settings: Mapping[str, Any] | None = None
    ) -> dict[str, dict[str, Any]]: ...


def written(
    folder: Path,
    tables: Mapping[str, str],
    standards: list[dict[str, Any]],
    top: Mapping[str, Any] | None = None,
) -> tuple[dict[str, Path], Path]:
    """The files of the tables, and the standards file."""
    paths = {name: folder / f"{name}.csv" for name in tables}
    for name, rows in tables.items():
        paths[name].write_text(rows.strip() + "\n", encoding="utf-8")
    named = [{"id": "it", "statement": "It is so.", **standard} for standard in standards]
    file = {"version": 1, "timezone": "UTC", "standards": named, **(top or {})}
    (folder / "standards.yaml").write_text(json.dumps(file), encoding="utf-8")
    return paths, folder / "standards.yaml"


@pytest.fixture
def audited(tmp_path: Path) -> Audited:
    def run(
        tables: Mapping[str, str],
        standards: list[dict[str, Any]],
        top: Mapping[str, Any] | None = None,
        **options: Any,  # noqa: ANN401 - as csaudit.check has them
    ) -> Report:
        return check(*written(tmp_path, tables, standards, top), **options)

    return run


@pytest.fixture
def listed(tmp_path: Path) -> Listed:
    def run(
        table: str, rows: str, metric: str, settings: Mapping[str, Any] | None = None
    ) -> dict[str, dict[str, Any]]:
        standard = {"metric": metric, "table": table, **(settings or {})}
        paths, standards = written(tmp_path, {table: rows}, [standard])
        file = load(standards)
        named = [Input(table, str(paths[table]))]
        sources = open_inputs(named, file.tables, timezone=file.timezone)
        cases = judge_cases(sources, file, Options(), EVERY_ONE)
        return {row["record_id"]: row for row in cases.frame.iter_rows(named=True)}

    return run


@pytest.fixture
def measured(audited: Audited) -> Measured:
    def run(
        table: str,
        rows: str,
        metric: str,
        settings: Mapping[str, Any] | None = None,
        **options: Any,  # noqa: ANN401 - as csaudit.check has them
    ) -> Result:
        standard = {"metric": metric, "table": table, "min_n": 1, **(settings or {})}
        return audited({table: rows}, [standard], **options).results[0]

    return run
