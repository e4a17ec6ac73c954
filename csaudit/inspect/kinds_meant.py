"""Words of a log that name kinds of events, but not as csaudit calls them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from csaudit.sources.recognise.folding import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from csaudit.sources import Source

_KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "message": (
        *("reply", "comment", "answer", "response", "email", "mail", "chat", "public comment"),
        *("public reply", "agent reply", "customer reply", "message sent", "message received"),
    ),
    "created": ("opened", "open", "new", "submitted", "ticket created", "case created"),
    "status": ("status change", "status changed", "status update", "state change", "state changed"),
    "agent": ("assigned", "assignment", "reassigned", "assignee changed", "owner changed"),
    "team": ("transferred", "group changed", "team changed", "queue changed"),
    "priority": ("priority change", "priority changed"),
}
_MEANT: Final = {fold(word): kind for kind, words in _KINDS.items() for word in words}
_NOTES: Final = frozenset(map(fold, ("note", "internal note", "private note", "internal comment")))
_TELLS_WHAT: Final = frozenset({"status", "agent", "team", "priority"})
"""Kinds whose events say what something became."""

_MOST: Final = 8


def kinds_meant(source: Source, words: Mapping[str, int]) -> str | None:
    """The line that says which kinds the words are; None where not one word is plain.

    A note is a message where a column tells who may read it: it must not pass for a reply.
    """
    column = source.columns.get("kind")
    if column is None or source.rules:
        return None
    kinds = {word: _kind(word, source) for word in words if word}
    if all(kind == "other" for kind in kinds.values()):
        return None
    values = ", ".join(f"{_quoted(word)}: {kind}" for word, kind in [*kinds.items()][:_MOST])
    told = f"{{from: {_quoted(column.header)}, values: {{{values}}}}}"
    return f"tables: {{events: {{columns: {{kind: {told}}}}}}}"


def _kind(word: str, source: Source) -> str:
    if fold(word) in _NOTES and "public" in source.columns:
        return "message"
    kind = _MEANT.get(fold(word), "other")
    return "other" if kind in _TELLS_WHAT and "to" not in source.columns else kind


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
