"""The first name of a customer, by a stated rule.

What stands in brackets is no name, nor is an e-mail address. After a comma come the given names
(`LEE, Anna`), unless it is a suffix such as Jr. Titles in several languages are dropped; where
one was and a single word is all that is left of the name, that is a family name (`Ms O'Neil`).
The first name is the first word; an initial is none. In Chinese, Japanese and Korean writing the
family name stands first: with a space the last word is the first name; without one nobody can
say where it begins, so that the whole name will do, or all but its first character (of four and
more, its first two).
"""

from __future__ import annotations

import re
import unicodedata

from csaudit.metrics.parts.wording import words

LONGEST = 200
"""Characters of a name that are looked at."""

TITLES = frozenset(
    """
    mr mrs ms miss mx dr prof professor sir madam lord lady dame rev reverend hon capt
    m mme mlle madame mademoiselle monsieur me herr frau fraulein hr fr dipl ing mag univ
    dhr mevr mw mevrouw meneer de heer drs ir sr sra srta senor senora senorita don dona dña dra
    sig signor signora signorina sigra dott dottssa avv geom ill exmo exma fru froken hra rva
    pan pani bay bayan shri smt kum
    """.split()
)
SUFFIXES = frozenset("jr junior sr senior ii iii iv phd md dds esq mba cpa rn".split())
PARTICLES = frozenset(
    "de van von der den ten ter zu zum zur del della di da do dos la le du y und and et og".split()
)
SHARED_MAILBOXES = frozenset(
    """
    info support office sales contact kontakt mail email admin hello hallo service kundenservice
    noreply no donotreply team help billing accounts webmaster post
    """.split()
)

_BRACKETS = re.compile(r"[(\[{<][^)\]}>]*[)\]}>]?")
_COMMA = re.compile("[,\uff0c\u3001]")
_AND = re.compile(r"[/&+]")
_EAST_ASIAN = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL")
_WITHOUT_A_CHOICE = 2
"""A name of so few characters, written without a space, is taken whole."""


def first_name(name: str) -> str | None:
    """The folded first name, in several forms between bars; None where the name does not tell."""
    if "@" in _bare(name):
        return None
    family, given = _parted(name)
    titled, rest = _without_titles(given)
    if not rest or (titled and len(rest) == 1 and not family):
        return None
    if not family and _is_east_asian(rest[0]):
        return _given_in_east_asia(rest)
    return None if _is_initial(rest[0]) else rest[0]


def any_name(name: str) -> str | None:
    """Every word of the name but its titles, between bars; None where there is none."""
    if "@" in _bare(name):
        return None
    parts = _COMMA.split(_bare(name))
    found = [word for part in parts for word in _without_titles(part)[1] if len(word) > 1]
    names = [word for word in found if word not in SUFFIXES | PARTICLES]
    first = first_name(name)
    return "|".join(dict.fromkeys([*names, *([] if first is None else first.split("|"))])) or None


def name_in_address(address: str) -> str | None:
    """The first part of an e-mail address before the @: a guess, only made when asked for."""
    mailbox = re.split(r"[._+-]|\d", address.strip()[:LONGEST].partition("@")[0])
    guess = words(mailbox[0])
    return guess if len(guess) > 1 and guess not in SHARED_MAILBOXES else None


def is_address(name: str) -> bool:
    """Whether an e-mail address is all that stands there: `Anna Lee <anna@example.com>` is not."""
    return "@" in _bare(name) or not words(_bare(name))


def _bare(name: str) -> str:
    return _BRACKETS.sub(" ", name[:LONGEST])


def _parted(name: str) -> tuple[str, str]:
    """The family name before a comma and the given names after it; else nothing and all of it."""
    parts = _COMMA.split(_bare(name))
    names = [part for part in parts if not _is_suffix(part)]
    if len(names) > 1:
        return names[0], names[1]
    titles = [part for part in parts if _is_suffix(part) and _without_titles(part)[0]]
    return "", " ".join([*titles, *names])


def _is_suffix(part: str) -> bool:
    """Whether a part holds no name: nothing, `Jr.`, `PhD`, or a title alone."""
    return all(word in SUFFIXES for word in " ".join(_without_titles(part)[1]).split())


def _without_titles(part: str) -> tuple[bool, list[str]]:
    """Whether titles stood in front, and the words that are left, hyphenated ones whole."""
    found = [words(word) for word in _AND.sub(" ", part).split()]
    rest = [word for word in found if any(character.isalpha() for character in word)]
    titled = False
    while rest and all(piece in TITLES for piece in rest[0].split()):
        titled = True
        rest = rest[1:]
    return titled, rest


def _is_initial(word: str) -> bool:
    """`J.`, or `J.R.R.`; a single letter of another script may be a whole name."""
    return all(len(piece) == 1 and piece.isascii() for piece in word.split())


def _is_east_asian(word: str) -> bool:
    return unicodedata.name(word[0], "").startswith(_EAST_ASIAN)


def _given_in_east_asia(rest: list[str]) -> str:
    """The last of several words; of one, the whole, and the whole without its family name."""
    if len(rest) > 1:
        return rest[-1]
    whole = rest[0]
    if " " in whole or len(whole) <= _WITHOUT_A_CHOICE:
        return whole.split()[0]
    return f"{whole}|{whole[1:] if len(whole) <= _WITHOUT_A_CHOICE + 1 else whole[2:]}"
