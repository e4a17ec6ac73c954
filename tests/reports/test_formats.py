from __future__ import annotations

import subprocess
import sys

from csaudit.reports import format_of_suffix, formats


def test_every_module_with_a_format_is_found() -> None:
    assert list(formats()) == sorted(formats())
    assert {"csv", "json", "table"} <= set(formats())


def test_a_suffix_tells_the_format() -> None:
    names = {
        ".json": "json",
        ".JSON": "json",
        ".csv": "csv",
        ".txt": "table",
        ".html": "html",
        ".md": "markdown",
        ".xml": "junit",
        ".prom": "prometheus",
        ".doc": None,
        "": None,
    }
    found = {suffix: format_of_suffix(suffix, formats()) for suffix in names}
    assert {suffix: one and one.name for suffix, one in found.items()} == names


def test_no_two_formats_claim_a_suffix() -> None:
    suffixes = [suffix for known in formats().values() for suffix in known.suffixes]
    assert len(suffixes) == len(set(suffixes))


def test_knowing_the_formats_loads_neither_rich_nor_polars() -> None:
    code = (
        "import sys; from csaudit.reports import formats; formats();"
        "print([name for name in ('rich', 'polars', 'typer', 'jinja2') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
