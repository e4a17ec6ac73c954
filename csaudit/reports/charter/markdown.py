"""The charter in Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from csaudit.reports.format import PLAIN, Format, Look
from csaudit.reports.markdown import escaped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from csaudit.reports.charter.promises import Charter, Promise


def render(charter: Charter, _look: Look = PLAIN, /) -> str:
    """A list of promises under a heading for each audience."""
    return "\n".join(_lines(charter)) + "\n"


def _lines(charter: Charter) -> Iterator[str]:
    yield f"# {escaped(charter.title)}"
    if charter.stretch:
        yield ""
        yield f"How each was kept: {escaped(charter.stretch)}."
    for heading, promises in charter.sections:
        yield ""
        yield f"## {heading}"
        yield ""
        for promise in promises:
            yield from _promise(promise)


def _promise(promise: Promise) -> Iterator[str]:
    often = f" ({escaped(promise.often)})" if promise.often else ""
    yield f"- **{escaped(promise.statement)}**{often}"
    if promise.kept:
        yield f"  - {escaped(promise.kept)}"
    for fact in promise.facts:
        yield f"  - {escaped(fact)}"


FORMAT: Final = Format(
    name="markdown",
    suffixes=(".md", ".markdown"),
    summary="for a wiki or a website",
    render=render,
)
