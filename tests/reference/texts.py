"""What subjects, tags and replies say: folded text, counted or searched."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING

from tests.reference.contacts import accuracy_rate
from tests.reference.verdicts import Asked, Verdict, kept, not_applicable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.reference.verdicts import Standard

_REPLY = re.compile(r"^\s*(re|aw|fw|fwd|tr|rv|sv|wg)\s*(\[\d+\])?\s*:\s*", re.IGNORECASE)
TITLES = {"mr", "mrs", "ms", "miss", "dr", "prof", "sir", "mx"}


def folded(text: str) -> str:
    """Without case, accents, apostrophes and punctuation; words parted by one space."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    plain = re.sub(r"['\u2019]", "", plain.casefold())
    return " ".join(re.findall(r"\w+", plain.replace("_", " ")))


def question(subject: str | None) -> str | None:
    """The subject without marks of replies and forwards, and words that hold a digit."""
    if subject is None:
        return None
    while _REPLY.match(subject):
        subject = _REPLY.sub("", subject)
    words = [word for word in folded(subject).split() if not re.search(r"\d", word)]
    return " ".join(words) or None


# ---- the most repeated question, the commonest topic ----


def inquiry(_asked: Asked) -> Verdict:
    return Verdict("measured")


def commonest(
    standard: Standard, records: Sequence[Asked], limit: Fraction | None
) -> tuple[int, int, str | None]:
    """How often the commonest occurs, among how many, and why there is no verdict."""
    counted: Counter[str] = Counter()
    bearing = 0
    for asked in records:
        found = _named(standard, asked)
        bearing += bool(found)
        counted.update(found)
    if not counted:
        return 0, len(records), "no_records"
    top = max(counted.values())
    if limit is not None and counted and Fraction(bearing, len(counted) * len(records)) >= limit:
        return top, len(records), "cannot_be_met"
    return top, len(records), None


def _named(standard: Standard, asked: Asked) -> set[str]:
    if standard["metric"] == "single_question_rate":
        ignored = {question(text) for text in standard.get("ignore", [])}
        column = standard.get("question", "subject")
        cell = asked.cell(column)
        name = question(cell) if column == "subject" else cell and cell.casefold()
        return set() if name is None or name in ignored else {name}
    column = standard.get("topic", "tags")
    cell = asked.cell(column)
    names = () if cell is None else cell if isinstance(cell, tuple) else (cell,)
    ignored_topics = {text.casefold() for text in standard.get("ignore", [])}
    return {name.casefold() for name in names} - ignored_topics


# ---- what replies say ----


def says(text: str, phrase: str) -> bool:
    """Whether the phrase stands in the text, from one word's boundary to another's."""
    return f" {folded(phrase)} " in f" {folded(text)} "


def brand_awareness_rate(asked: Asked) -> Verdict:
    if "column" in asked.standard:
        return accuracy_rate(asked)  # a reviewer's yes or no, too
    reply = asked.cell("reply_text")
    if reply is None:
        return not_applicable("no reply")
    phrases, forbidden = asked.setting("phrases", []), asked.setting("forbid", [])
    carried = any(says(reply, phrase) for phrase in phrases) or not phrases
    return kept(carried and not any(says(reply, phrase) for phrase in forbidden))


def first_name(name: str | None) -> str | None:
    """The first word, or the first after a comma; not known of a title and one word."""
    if name is None:
        return None
    if "," in name:
        words = folded(name.split(",", 1)[1]).split()
    else:
        words = folded(name).split()
        if words and words[0] in TITLES and len(words) < 3:
            return None
    words = [word for word in words if word not in TITLES]
    return words[0] if words and len(words[0]) > 1 else None


def greeting_rate(asked: Asked) -> Verdict:
    """The first name among the first ten words of the reply."""
    reply, name = asked.cell("reply_text"), first_name(asked.cell("customer_name"))
    if reply is None:
        return not_applicable("no reply")
    if name is None:
        nameless = asked.cell("customer_name") is None
        return not_applicable("no name" if nameless else "no first name")
    return kept(name in folded(reply).split()[:10])
