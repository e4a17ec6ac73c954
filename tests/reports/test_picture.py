from __future__ import annotations

import xml.etree.ElementTree as ET

from csaudit.reports.picture import render_svg
from tests.reports.examples import acme, nasty


def _text(svg: str) -> str:
    return "".join(ET.fromstring(svg).itertext()).replace("\xa0", " ")  # noqa: S314 - our own


def test_the_picture_shows_what_the_terminal_shows() -> None:
    text = _text(render_svg(acme(), "csaudit check tickets.csv"))
    assert "csaudit check tickets.csv" in text
    assert "urgent-resolution" in text
    assert "exit 1 (urgent-resolution" in text


def test_the_same_report_is_the_same_picture() -> None:
    assert render_svg(acme(), "x") == render_svg(acme(), "x")


def test_hostile_text_breaks_no_picture() -> None:
    assert "[red]" in _text(render_svg(nasty(), "x"))
