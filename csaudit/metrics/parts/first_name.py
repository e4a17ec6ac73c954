"""The first name of a customer, by a stated rule.

What stands in brackets is no name, nor is an e-mail address. After a comma come the given names
(`LEE, Anna`), unless it is a suffix such as Jr. Titles in several languages are dropped; where
one was and a single word is left, that is a family name (`Ms O'Neil`). The first name is the
first word; an initial is none.
"""

from __future__ import annotations

import re

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
SHARED_MAILBOXES = frozenset(
    """
    info support office sales contact kontakt mail email admin hello hallo service kundenservice
    noreply no donotreply team help billing accounts webmaster post
    """.split()
)

_BRACKETS = re.compile(r"[(\[{<][^)\]}>]*[)\]}>]?")


def first_name(name: str) -> str | None:
    """The folded first name; None where the name does not tell it."""
    if "@" in name:
        return None
    titled, rest = _without_titles(_given(name))
    if not rest or (titled and len(rest) == 1):
        return None
    return rest[0] if len(rest[0]) > 1 or not rest[0].isascii() else None


def any_name(name: str) -> str | None:
    """Every word of the name but its titles, between bars; None where there is none."""
    if "@" in name:
        return None
    words_ = [word for part in _bare(name).split(",") for word in _without_titles(part)[1]]
    return "|".join(word for word in words_ if len(word) > 1 and word not in SUFFIXES) or None


def name_in_address(address: str) -> str | None:
    """The first part of an e-mail address before the @: a guess, only made when asked for."""
    mailbox = re.split(r"[._+-]|\d", address.strip()[:LONGEST].partition("@")[0])
    guess = words(mailbox[0])
    return guess if len(guess) > 1 and guess not in SHARED_MAILBOXES else None


def _bare(name: str) -> str:
    return _BRACKETS.sub(" ", name[:LONGEST])


def _given(name: str) -> str:
    """What stands after the comma, if that is more than a suffix."""
    family, comma, given = _bare(name).partition(",")
    after = [word for word in words(given).split() if word not in SUFFIXES]
    return given if comma and after else family


def _without_titles(part: str) -> tuple[bool, list[str]]:
    """Whether titles stood in front, and the words that are left, hyphenated ones whole."""
    found = [words(word) for word in part.split()]
    rest = [word for word in found if word]
    titled = False
    while rest and all(piece in TITLES for piece in rest[0].split()):
        titled = True
        rest = rest[1:]
    return titled, rest
