"""What all headers of a file have in common: `inc_number, inc_state, …` are number and state."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from csaudit.sources.notations.units import spaced

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_FEWEST: Final = 3
"""Headers that must share a part before it says nothing of any one of them."""

_FIRST: Final = re.compile(r"^([^\W_]+[\s_.:/-]+)(?=\S)")
_LAST: Final = re.compile(r"(?<=\S)([\s_.:/-]+[^\W_]+)$")


def without_common_parts(headers: Sequence[str]) -> Mapping[str, str]:
    """Each header without the first and the last word that all of them share."""
    stems = [spaced(header) for header in headers]
    for pattern in (_FIRST, _LAST):
        parts = {found[1].casefold() if (found := pattern.search(stem)) else "" for stem in stems}
        stripped = [pattern.sub("", stem) for stem in stems]
        if len(stems) >= _FEWEST and len(parts) == 1 and all(stripped) and parts != {""}:
            stems = stripped
    return dict(zip(headers, stems, strict=True))
