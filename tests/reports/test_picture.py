from __future__ import annotations

import runpy
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

from csaudit.reports.picture import render_svg
from tests.reports.examples import acme, nasty

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def _lines(svg: str) -> list[str]:
    """The text of a picture, line by line."""
    elements = ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")  # noqa: S314 - our own
    by_height: dict[float, list[str]] = {}
    for element in elements:
        by_height.setdefault(float(element.get("y", 0)), []).append(element.text or "")
    return ["".join(by_height[y]).replace("\xa0", " ").rstrip() for y in sorted(by_height)]


def _text(svg: str) -> str:
    return "\n".join(_lines(svg))


def test_the_picture_shows_what_the_terminal_shows() -> None:
    text = _text(render_svg(acme(), "csaudit check tickets.csv"))
    assert "csaudit check tickets.csv" in text
    assert "urgent-resolution" in text
    assert "exit 1 (urgent-resolution" in text


def test_the_same_report_is_the_same_picture() -> None:
    assert render_svg(acme(), "x") == render_svg(acme(), "x")


def test_hostile_text_breaks_no_picture() -> None:
    assert "[red]" in _text(render_svg(nasty(), "x"))


def test_the_readmes_picture_is_what_its_first_command_prints(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root)
    script = runpy.run_path("docs/make_table_svg.py")
    kept = script["TARGET"].read_text(encoding="utf-8")
    # Its text and not its bytes: how a picture is drawn is rich's own affair.
    assert _lines(kept) == _lines(script["picture"]()), "run:  python docs/make_table_svg.py"
    readme = (root / "README.md").read_text(encoding="utf-8")
    assert script["TARGET"].as_posix() in readme
    assert script["COMMAND"] in readme
