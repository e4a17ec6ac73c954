"""Some inputs of the hunt, the same in every run."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tests.fuzz.hunting import AUDITED, hunted

if TYPE_CHECKING:
    from pathlib import Path

EACH, PARTS = 100, 10


@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_breaks_it(tmp_path: Path, part: int) -> None:
    codes: Counter[int] = Counter()
    for seed in range(part * EACH, (part + 1) * EACH):
        folder = tmp_path / str(seed)
        folder.mkdir()
        ended = hunted(seed, folder)
        assert not ended.wrong, f"seed {seed}: {ended.wrong}"
        codes[ended.code] += 1
    assert sum(codes[code] for code in AUDITED) > EACH // 4, codes
