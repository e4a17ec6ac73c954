"""Fixtures that every room's tests share."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from tests.small_audit import Bench

ROOT = Path(__file__).resolve().parent.parent
SHARED_DATA = ROOT.parent / "shared" / "data"

# The same cases every time, since a gate must say the same thing twice; `search` looks for new
# ones: pytest --hypothesis-profile=search.
settings.register_profile("gate", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None)
settings.load_profile("gate")


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real exports that are not ours to ship: tests that need them are skipped without them."""
    if not SHARED_DATA.is_dir():
        pytest.skip("needs the real exports in ../shared/data, which are not part of the project")
    return SHARED_DATA


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)
