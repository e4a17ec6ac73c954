"""Headers and words without what does not matter in them."""

from __future__ import annotations

import unicodedata


def fold(name: str) -> str:
    """A header without what does not matter: case, spaces, underscores, punctuation, width.

    The levels of a name above the record (`^.created_at`) do matter.
    """
    levels = len(name) - len(name.lstrip("^"))
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "^" * levels + "".join(character for character in folded if character.isalnum())
