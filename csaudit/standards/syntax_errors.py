"""What the YAML parser complains about, in plain words and with what to write instead."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from csaudit.errors import Place
from csaudit.standards.wording import quoted, shown

if TYPE_CHECKING:
    import yaml

_QUOTE = "text that begins like this must stand in quotes."
_INDENT = "this line does not fit the lines above: look at its indentation and its colon."


_GLUED = re.compile(r"\s*(?:- )?([a-z_]+):([^\s/].*)")


@dataclass(frozen=True, slots=True)
class _Rule:
    """A complaint of the parser (of libyaml or of its Python twin) and our sentence for it."""

    problem: str
    what: str
    at_context: bool = False
    quote: bool = False


_RULES: Final = (
    _Rule("mapping values are not allowed", "a second colon, or a line that is indented too far."),
    _Rule("sequence entries are not allowed", "a list (- item) begins on a line of its own."),
    _Rule("could not find expected ':'", "this line has no colon (key: value).", at_context=True),
    _Rule(
        "comment or (a )?line break|expected chomping",
        "> and | begin a block of text; in quotes they are themselves.",
        at_context=True,
        quote=True,
    ),
    _Rule("expected alphabetic or numeric", f"* and & are special here: {_QUOTE}", quote=True),
    _Rule(
        "unexpected end of stream|unexpected document separator",
        "the quote that opens here is never closed.",
        at_context=True,
    ),
    _Rule("escape character|hexdecimal number", "in double quotes a \\ is written twice: \\\\."),
    _Rule(
        r"expected ',' or '\]'",
        "in the list that opens here a comma or the ] is missing, or a text needs quotes.",
        at_context=True,
    ),
    _Rule(
        r"expected ',' or '\}'",
        "in the mapping that opens here a comma or the } is missing, or a text needs quotes.",
        at_context=True,
    ),
    _Rule("expected (the )?node content", "a value is missing here, or must stand in quotes."),
    _Rule("cannot start any token", _QUOTE, quote=True),
    _Rule("document start|directive", "this line cannot stand here."),
    _Rule("expected key|expected <block end>|expected '-' indicator", _INDENT),
)


def explain(error: yaml.MarkedYAMLError, text: str) -> tuple[Place, str, str | None]:
    """Place, sentence and remedy of a syntax error in `text`."""
    lines = re.split("\r\n|\r|\n", text)
    complaint = error.problem or ""
    rule = next((rule for rule in _RULES if re.search(rule.problem, complaint)), None)
    place = _place(error, use_context=rule is not None and rule.at_context)
    line = lines[place.line - 1] if place.line <= len(lines) else ""
    if "\t" in re.match(r"\s*", line).group():  # type: ignore[union-attr]  # \s* always matches
        spaced = line.replace("\t", "  ").strip()
        return place, "a tab stands here; YAML is indented with spaces.", spaced or None
    if rule is not None and rule.at_context and (found := _GLUED.fullmatch(line)):
        return place, "a blank is missing after the colon.", f"{found[1]}: {found[2]}"
    if rule is None:
        return place, "this is not YAML: look at the indentation, colons and quotes.", None
    if rule.what == _INDENT and _follows_a_quote(line, place):
        return place, "text goes on after the closing quote: put all of it in quotes.", None
    return place, rule.what, _in_quotes(line, place) if rule.quote else None


def _place(error: yaml.MarkedYAMLError, *, use_context: bool) -> Place:
    mark = error.context_mark if use_context and error.context_mark else error.problem_mark
    return Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1)


def _follows_a_quote(line: str, place: Place) -> bool:
    return line[: place.column - 1].rstrip().endswith(("'", '"'))


def _in_quotes(line: str, place: Place) -> str | None:
    """The line with all that follows its key in quotes."""
    found = re.match(r"\s*(?:- )?\s*([\w.-]+):\s+(.+?)\s*(?:#.*)?$", line)
    if found is None or found.start(2) > place.column:
        return None
    return f"{found.group(1)}: {quoted(shown(found.group(2)))}"
