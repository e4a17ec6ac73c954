"""Fixtures that every room's tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent
SHARED_DATA = ROOT.parent / "shared" / "data"

# By hand hypothesis looks for new cases every time; a gate must say the same thing twice.
settings.register_profile("gate", derandomize=True, deadline=None)
if os.environ.get("CI"):
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
