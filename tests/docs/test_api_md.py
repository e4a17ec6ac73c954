"""docs/api.md says what the docstrings say, and its examples run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import csaudit
from tests.docs.test_cookbook import script

if TYPE_CHECKING:
    from pathlib import Path


def test_the_page_is_up_to_date(root: Path) -> None:
    written = (root / "docs" / "api.md").read_text(encoding="utf-8")
    assert script(root, "make_api_md").page() == written, "run:  python docs/make_api_md.py"


def test_the_first_example_runs(root: Path) -> None:
    written = (root / "docs" / "api.md").read_text(encoding="utf-8")
    example = written.split("```python\n")[1].split("```")[0]
    sample, standards = root / "sample_data" / "tickets.csv", root / "standards.yaml"
    example = example.replace('"tickets.csv"', repr(str(sample)))
    example = example.replace('"standards.yaml"', repr(str(standards)))
    names: dict[str, object] = {}
    exec(example, names)  # noqa: S102 - the page's own example
    assert isinstance(names["audit"], csaudit.Audit)


def test_every_public_name_is_documented(root: Path) -> None:
    written = (root / "docs" / "api.md").read_text(encoding="utf-8")
    for name in csaudit.__all__:
        assert name == "__version__" or f"`csaudit.{name}" in written
