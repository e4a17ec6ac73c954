"""Collects everything that is wrong with a standards file, each with its place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeVar, get_args

from pydantic import ValidationError

from csaudit.errors import Problem, asked_back, nearest
from csaudit.standards.as_people_write import exception_of, exceptions_of, line_of
from csaudit.standards.wording import (
    GrammarError,
    kind_of,
    listing,
    printable,
    shown,
)
from csaudit.standards.written_values import TAG, Shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pydantic_core import ErrorDetails

    from csaudit.standards.strict_yaml import Document, Path

_S = TypeVar("_S", bound=Shape)

_LONGEST_ID: Final = 100

_WANTED: Final = {
    "dict_type": "a mapping (key: value)",
    "model_type": "a mapping (key: value)",
    "model_attributes_type": "a mapping (key: value)",
    "list_type": "a list (- item)",
    "tuple_type": "a list (- item)",
    "literal_error": "one of the known words",
}


class Problems:
    """The problems of one document, in the order in which they are found."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.found: list[Problem] = list(document.problems)

    def value(self, path: Path, what: str, instead: str | None = None) -> None:
        """Something is wrong with the value at `path`; `what` goes on after its key."""
        key = next((part for part in reversed(path) if isinstance(part, str)), None)
        sentence = what if key is None else f"{shown(key)}: {what}"
        self._add(path, sentence, instead, at_key=False)

    def key(self, path: Path, what: str, instead: str | None = None) -> None:
        """Something is wrong with a key, or with what is missing at it; `what` is all of it."""
        self._add(path, what, instead, at_key=True)

    def grammar(self, path: Path, error: GrammarError) -> None:
        """A value that could not be read."""
        key = next((part for part in reversed(path) if isinstance(part, str)), "")
        instead = None if error.instead is None else f"{shown(key)}: {error.instead}"
        self.value(path + error.at, error.what, instead)

    def unknown_key(self, path: Path, known: Iterable[str], value: object) -> None:
        """A key that has no meaning where it stands, and the value that it was given."""
        words = list(known)
        near = nearest(str(path[-1]), words)
        hint = asked_back(near)
        names = "" if hint or len(words) > 8 else f"; known here: {listing(words, 'and')}"  # noqa: PLR2004 - as many as one line holds
        stands = (*path[:-1], near) in self.document.keys
        instead = None if near is None or stands else line_of(near, value)
        self.key(path, f"unknown key {shown(path[-1])}{hint}{names}.", instead)

    def shape(self, model: type[_S], raw: Mapping[str, object], path: Path) -> tuple[_S, set[str]]:
        """What `raw` says, without the keys that are wrong; and the names of those."""
        try:
            return model.model_validate(dict(raw)), set()
        except ValidationError as error:
            details = error.errors(include_url=False)
        for detail in details:
            self._translate(model, detail, path)
        wrong = {str(detail["loc"][0]) for detail in details}
        return model.model_validate({k: v for k, v in raw.items() if k not in wrong}), wrong

    def _translate(self, model: type[Shape], detail: ErrorDetails, path: Path) -> None:
        """A complaint of pydantic's, as a sentence about the very value."""
        where = self._in_file(path, detail["loc"])
        error = detail.get("ctx", {}).get("error")
        if isinstance(error, GrammarError):
            self.grammar(where, error)
        elif detail["type"] == "missing":
            self.key(where[:-1], f"{where[-1]}: is missing.", _missing(where, detail["input"]))
        elif detail["type"] == "extra_forbidden":
            known = _keys(_shape_at(model, where[len(path) : -1]))
            self.unknown_key(where, known, detail["input"])
        elif detail["type"] == "too_short":
            self.value(where, "is empty.")
        else:
            wanted = _WANTED.get(detail["type"], "something else")
            what = f"must be {wanted}, not {kind_of(detail['input'])}."
            self.value(where, what, _exceptions_meant(where, detail["input"]))

    def _in_file(self, path: Path, loc: tuple[int | str, ...]) -> Path:
        """The way in the file; `loc` also names the alternatives that pydantic chose."""
        for part in loc:
            named = isinstance(part, str) and part.startswith(TAG)
            if not named or (*path, part) in self.document.keys:
                path = (*path, part)
        return path

    def _add(self, path: Path, what: str, instead: str | None, *, at_key: bool) -> None:
        place = self.document.key_place(path) if at_key else self.document.place(path)
        self.found.append(Problem(self.document.name, place, printable(what), instead))


def _missing(where: Path, raw: object) -> str | None:
    """The line for a key without which nothing can be said: an id, the reason of an exception."""
    if where[-1] == "reason":
        return "reason: why they do not count"
    return id_meant(raw) if where[-1] == "id" and isinstance(raw, dict) else None


def id_meant(raw: Mapping[str, object]) -> str | None:
    """An id made of what a standard is called elsewhere, or of its metric."""
    named = next((str(raw[key]) for key in ("name", "metric") if isinstance(raw.get(key), str)), "")
    slug = re.sub(r"[^a-z0-9]+", "-", named.casefold()).strip("-")[:_LONGEST_ID]
    return f"id: {slug}" if slug else None


def _exceptions_meant(where: Path, raw: object) -> str | None:
    """`leave_out: spam` and `leave_out: [spam]` as they are written."""
    if "leave_out" not in where[-2:] or not isinstance(raw, str):
        return None
    return exceptions_of(raw) if where[-1] == "leave_out" else exception_of(raw)


def _keys(model: type[Shape]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


def _shape_at(model: type[Shape], way: Path) -> type[Shape]:
    """The shape of the mapping that lies `way` below a `model`."""
    for part in way:
        for name, field in model.model_fields.items():
            if part == (field.alias or name):
                model = next(_shapes_in(field.annotation), model)
                break
    return model


def _shapes_in(annotation: object) -> Iterator[type[Shape]]:
    if isinstance(annotation, type) and issubclass(annotation, Shape):
        yield annotation
    for part in get_args(annotation):
        yield from _shapes_in(part)
