"""The errors that a user can cause.

Every class composes its own sentence from facts: what is wrong, where, and the line to write.
Rooms raise them; only the command line prints them and turns them into an exit code.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from csaudit.exit_codes import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A position in a text file, counted from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a standards file: where, what, and what to write instead."""

    path: str
    place: Place
    what: str
    instead: str | None = None

    def __str__(self) -> str:
        """`standards.yaml:12:7: what` and, on a line of its own, the line to write."""
        where = f"{self.path}:{self.place.line}:{self.place.column}: {self.what}"
        return where if self.instead is None else f"{where}\n  write:  {self.instead}"


class CsauditError(Exception):
    """Something that the user can mend; `remedy` is the line to write or the command to run."""

    exit_code = ExitCode.USAGE

    def __init__(self, message: str, remedy: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        """The sentence, and on a line of its own what to do."""
        return self.message if self.remedy is None else f"{self.message}\n  {self.remedy}"


class UsageError(CsauditError):
    """A flag, an argument or a combination of them makes no sense."""


class StandardsError(CsauditError):
    """The standards file has problems; all of them are carried at once, in file order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: Sequence[Problem] = tuple(
            sorted(set(problems), key=lambda problem: (problem.path, problem.place, problem.what))
        )
        super().__init__("\n".join(str(problem) for problem in self.problems))


class StandardsNotKeptError(CsauditError):
    """The gate tripped: a standard was not kept."""

    exit_code = ExitCode.GATE


class DataError(CsauditError):
    """The records could not be audited."""

    exit_code = ExitCode.DATA


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """` (did you mean "x"?)` for the nearest known word, or nothing."""
    return asked_back(nearest(word, known))


def asked_back(meant: str | None) -> str:
    """The same for a word that was looked for already."""
    return "" if meant is None else f' (did you mean "{meant}"?)'


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that is most probably meant; None where none is near."""
    folded = {_fold(candidate): candidate for candidate in known}
    close = get_close_matches(_fold(word), folded, n=1, cutoff=0.6)
    return folded[close[0]] if close else None


def look_alikes(word: str, known: Iterable[str], most: int = 3) -> list[str]:
    """The known words that resemble `word`, nearest first."""
    folded = {_fold(candidate): candidate for candidate in known}
    close = get_close_matches(_fold(word), folded, n=most, cutoff=0.5)
    return [folded[key] for key in close]


def _fold(word: str) -> str:
    return "".join(character for character in word.casefold() if character.isalnum())
