r"""Text that came from outside, made safe to print.

Tickets carry escape sequences that recolour a terminal, newlines that forge a line of the
report, and direction marks that turn "1/10" round. What steers instead of being read is shown
as its escape (`\n`, `\x1b`, `\u202e`): visible, harmless, and nothing is lost.
"""

from __future__ import annotations

import re
from typing import Final

_STEERING: Final = (
    "\x00-\x1f\x7f-\x9f"  # control characters, escape sequences among them
    "\u00ad\u180e\u200b\u2060-\u2064\ufeff"  # invisible ones
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"  # writing direction
    "\u2028\u2029\ufff9-\ufffb"  # separators of lines and annotations
    "\U000e0000-\U000e007f"  # invisible tags
)

_NO_TEXT: Final = "\ud800-\udfff"  # bytes of a file name that are no text

STEERING: Final = re.compile(f"[{_STEERING}{_NO_TEXT}]")
"""One character that steers a terminal or hides itself. Joiners stay: names need them."""

STEERING_TEXT: Final = f"[{_STEERING}]"
"""The same as an expression of polars, where every text is text."""


def harmless(text: str, encoding: str = "utf-8") -> str:
    r"""The text on one line, with steering characters shown as `\n`, `\x1b`, `\u202e`.

    What `encoding` cannot carry is shown in the same way, so that writing never fails.
    """
    shown = STEERING.sub(lambda match: _escape(match[0]), text)
    return shown.encode(encoding, "backslashreplace").decode(encoding)


def harmless_lines(text: str, encoding: str = "utf-8") -> str:
    """The same for a message of several lines that csaudit itself laid out."""
    return "\n".join(harmless(line, encoding) for line in text.split("\n"))


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
