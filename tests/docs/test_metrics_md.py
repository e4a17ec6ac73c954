"""docs/metrics.md says what the declarations say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csaudit.metrics import catalogue
from tests.docs.test_cookbook import script

if TYPE_CHECKING:
    from pathlib import Path


def test_the_page_is_up_to_date(root: Path) -> None:
    written = (root / "docs" / "metrics.md").read_text(encoding="utf-8")
    assert script(root, "make_metrics_md").page() == written


def test_every_metric_is_defined_in_words(root: Path) -> None:
    written = (root / "docs" / "metrics.md").read_text(encoding="utf-8")
    for metric in catalogue().values():
        assert f"## {metric.name}\n" in written
        assert metric.definition
        assert metric.formula
        assert metric.example
