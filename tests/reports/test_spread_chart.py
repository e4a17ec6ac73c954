"""The page shows how a standard's times spread about its limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csaudit import check

if TYPE_CHECKING:
    from pathlib import Path


def test_there_is_a_bar_for_each_part_of_the_limit(root: Path) -> None:
    audit = check({"tickets": root / "sample_data" / "tickets.csv"}, root / "standards.yaml")
    page = audit.to_html()
    assert page.count("how long it took, to twice the limit") == 3
    assert "up to 8h 00m" in page
    assert "more than 16h 00m" in page
    # Of the three, one has a limit by priority, on which no single time lies.
    assert page.count("at the solid one the promised share is reached") == 2
    assert "<dt>longest over the limit</dt>" in page
