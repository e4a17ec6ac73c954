"""Conditions as people write them, and the whole condition in the words that csaudit takes.

A remedy is pasted: it is the full expression or none, and it means what was meant.
"""

from __future__ import annotations

import re
from typing import Final

_TEXTS: Final = re.compile(r"""('(?:[^']|'')*'|"(?:[^"]|"")*")""")
_OUTSIDE: Final = (
    (re.compile(r"\s*&&\s*"), " AND "),
    (re.compile(r"=="), "="),
    (re.compile(r"\["), "("),
    (re.compile(r"\]"), ")"),
    (re.compile(r"\s*(?:!=|<>)\s*(?:null|none)\b", re.IGNORECASE), " IS NOT NULL"),
    (re.compile(r"\s*=\s*(?:null|none)\b", re.IGNORECASE), " IS NULL"),
    (re.compile(r"`([^\W\d]\w*)`"), r"\1"),
    (re.compile(r"`([^`\"]+)`"), r'"\1"'),
)
"""What is mended wherever it stands outside of text."""

_NAME: Final = r"(\"(?:[^\"]|\"\")*\"|[^\W\d][\w.]*)"
_WHOLE: Final = (
    (re.compile(r"\btags\s*=\s*('(?:[^']|'')*')", re.IGNORECASE), r"tag(\1)"),
    (re.compile(r"\btags\s*(?:!=|<>)\s*('(?:[^']|'')*')", re.IGNORECASE), r"NOT tag(\1)"),
    (re.compile(rf"{_NAME}\s*(?:!=|<>)\s*''(?!')"), r"\1 IS NOT NULL"),
    (re.compile(rf"{_NAME}\s*=\s*''(?!')"), r"\1 IS NULL"),
)
"""What is mended together with the text beside it: an empty cell is NULL, tags are a list."""


_COMPARED: Final = re.compile(r"""((?:=|!=|<>)\s*)"((?:[^"']|"")*)\"""")


def mended(text: str) -> str:
    """The expression with everything mended that can only have been meant in one way."""
    parts = _TEXTS.split(text)
    # Who writes == writes text in double quotes, too.
    as_code = any("==" in part for part in parts[::2])
    for at in range(0, len(parts), 2):
        for pattern, instead in _OUTSIDE:
            parts[at] = pattern.sub(instead, parts[at])
    whole = "".join(parts)
    if as_code:
        whole = _COMPARED.sub(r"\1'\2'", whole)
    for pattern, instead in _WHOLE:
        whole = pattern.sub(instead, whole)
    return whole.strip()


def of_mapping(raw: dict[str, object]) -> str | None:
    """`{channel: email}` as a condition; None where a value is no single word or list of them."""
    found = []
    for key, value in raw.items():
        name = key if re.fullmatch(r"[^\W\d]\w*", key) else f'"{key}"'
        words = value if isinstance(value, list) else [value]
        if not words or any(isinstance(word, (dict, list)) or word is None for word in words):
            return None
        texts = [_literal(word) for word in words]
        found.append(
            f"{name} = {texts[0]}" if len(texts) == 1 else f"{name} IN ({', '.join(texts)})"
        )
    return " AND ".join(found) or None


def _literal(word: object) -> str:
    if isinstance(word, bool) or not isinstance(word, str):
        return str(word).lower()
    return "'" + word.replace("'", "''") + "'"
