"""One metric, measured on a small table through the whole program."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from csaudit import check

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


@pytest.fixture
def audited(tmp_path: Path) -> Audited:
    def run(
        tables: Mapping[str, str],
        standards: list[dict[str, Any]],
        top: Mapping[str, Any] | None = None,
        **options: Any,  # noqa: ANN401 - as csaudit.check has them
    ) -> Report:
        paths = {name: tmp_path / f"{name}.csv" for name in tables}
        for name, rows in tables.items():
            paths[name].write_text(rows.strip() + "\n", encoding="utf-8")
        named = [{"id": "it", "statement": "It is so.", **standard} for standard in standards]
        file = {"version": 1, "timezone": "UTC", "standards": named, **(top or {})}
        (tmp_path / "standards.yaml").write_text(json.dumps(file), encoding="utf-8")
        return check(paths, tmp_path / "standards.yaml", **options)

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
