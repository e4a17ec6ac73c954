"""What the tests of the sources share: files written for one test, read as a user would."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest

from csaudit.sources import Input, Source, open_inputs
from csaudit.table_settings import TableSettings

if TYPE_CHECKING:
    from pathlib import Path


class Opener(Protocol):
    def __call__(
        self,
        content: str | bytes,
        name: str = "tickets.csv",
        *,
        table: str | None = None,
        settings: TableSettings | None = None,
        timezone: str | None = None,
        source: str | None = None,
        allow_partial: bool = False,
    ) -> Source: ...


@pytest.fixture
def opened(tmp_path: Path) -> Opener:
    """Writes a file and opens it as the only input."""

    def open_it(
        content: str | bytes,
        name: str = "tickets.csv",
        *,
        table: str | None = None,
        settings: TableSettings | None = None,
        timezone: str | None = None,
        source: str | None = None,
        allow_partial: bool = False,
    ) -> Source:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        tables = {table or "tickets": settings or TableSettings()}
        (only,) = open_inputs(
            [Input(table, str(path))],
            tables,
            timezone=timezone,
            source=source,
            allow_partial=allow_partial,
        )
        return only

    return open_it
