"""The charter as plain text."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

from csaudit.reports.format import PLAIN, Format, Look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from csaudit.reports.charter.promises import Charter


def render(charter: Charter, look: Look = PLAIN, /) -> str:
    """Paragraphs folded to the width of the terminal."""
    return "\n".join(_lines(charter, min(look.width, 100))) + "\n"


def _lines(charter: Charter, width: int) -> Iterator[str]:
    yield charter.title
    if charter.stretch:
        yield from textwrap.wrap(f"How each was kept: {charter.stretch}.", width)
    for heading, promises in charter.sections:
        yield ""
        yield heading
        for promise in promises:
            often = f" ({promise.often})" if promise.often else ""
            yield ""
            yield from textwrap.wrap(
                f"{promise.statement}{often}",
                width,
                initial_indent="* ",
                subsequent_indent="  ",
                break_long_words=False,
            )
            for told in (promise.kept, *promise.facts):
                if told:
                    yield from textwrap.wrap(
                        told, width, initial_indent="  ", subsequent_indent="  "
                    )


FORMAT: Final = Format(
    name="text",
    suffixes=(".txt",),
    summary="for people",
    render=render,
    for_machines=False,
)
