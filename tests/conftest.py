"""Fixtures that every room's tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED_DATA = ROOT.parent / "shared" / "data"


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real exports that are not ours to ship: tests that need them are skipped without them."""
    if not SHARED_DATA.is_dir():
        pytest.skip("needs the real exports in ../shared/data, which are not part of the project")
    return SHARED_DATA
