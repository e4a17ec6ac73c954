"""Presets: what an export kind calls its columns and how it writes its cells. Data, no code.

A preset is a YAML file; CONTRIBUTING.md and the files in `presets/` show how it is written. All its
scalars are read as text, so that `no` stays a word and `4` a code.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import yaml
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)

from csaudit.errors import UsageError, did_you_mean
from csaudit.sources.notations.units import MICROSECONDS
from csaudit.sources.recognise.preset_index import clues
from csaudit.tables import EVENT_KINDS, TABLES, Type

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LARGEST: Final = 200_000
"""Bytes; a preset that is larger is none."""


_LOADER: Final = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def _listed(value: Any) -> Any:  # noqa: ANN401 - whatever YAML holds
    return [value] if isinstance(value, str) else value


def _origin(value: Any) -> Any:  # noqa: ANN401 - whatever YAML holds
    return {"from": value} if isinstance(value, str | list) else value


Names = Annotated[tuple[str, ...], BeforeValidator(_listed)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Origin(_Model):
    """Where a column comes from: header names or JSON paths, the best one first.

    `weaker` are names that count only where the file has none of the others, `vague` those that
    may mean something else, too, and count only if the cells are written so, `inverted` those of
    a yes/no column that says the opposite (`SLA breached` of what was due). `and` is a second
    header that is put behind the first one (a time of day). `less` is taken off a count, never
    below 0. See `csaudit.sources.model` for what the other keys mean.
    """

    headers: Names = Field(alias="from")
    weaker: Names = ()
    vague: Names = ()
    inverted: Names = ()
    joined: str | None = Field(default=None, alias="and")
    type: Type | None = None
    unit: str | None = None
    clock: str | None = None
    timezone: str | None = None
    format: str | None = None
    values: dict[str, str] = {}
    otherwise: str | None = None
    empty: Names = ()
    filled: str | None = None
    blank: str | None = None
    less: int = Field(default=0, ge=0)

    @field_validator("unit")
    @classmethod
    def _known_unit(cls, unit: str | None) -> str | None:
        if unit is not None and unit not in MICROSECONDS:
            raise ValueError(f"the units are {', '.join(MICROSECONDS)}")
        return unit


class Recognise(_Model):
    """The headers (or JSON paths) that tell the kind; case and punctuation do not matter.

    All of `all` must be there, `at_least` so many of `any`, and none of `none`; of several
    presets that fit, the one wins of which most headers, those of `any` included, are there.
    `a | b` stands for either of two headers.
    """

    all: Names = ()
    any: Names = ()
    none: Names = ()
    at_least: int = Field(default=0, ge=0)


class Thread(_Model):
    """A case that is told by what answers what: the first of a thread is the case.

    `root` names the parent's number, `of` one's own.
    """

    root: str
    of: str


def _cell(value: Any) -> Any:  # noqa: ANN401 - whatever YAML holds
    return value if isinstance(value, dict) and "is" in value else _origin(value)


class Literally(_Model):
    """The same word for every event of a rule."""

    word: str = Field(alias="is")


def _kind(value: Any) -> Any:  # noqa: ANN401 - whatever YAML holds
    return {"is": value} if isinstance(value, str) else value


Cell = Annotated[Origin | Literally, BeforeValidator(_cell)]
"""A column, or `{is: word}`."""


class Rule(_Model):
    """One event of every row whose `when` holds, see `Preset`.

    `when` names columns, each with the words that it may have; `"*"` is any word and `""` none.
    `kind` is a kind of event, or a column that tells it. What a rule does not say of a column the
    preset's own `columns` say.
    """

    when: dict[str, Names] = {}
    kind: Annotated[Origin | Literally, BeforeValidator(_kind)]
    at: Cell | None = None
    seq: Cell | None = None
    actor: Cell | None = None
    actor_role: Cell | None = None
    public: Cell | None = None
    before: Cell | None = Field(default=None, alias="from")
    to: Cell | None = None
    channel: Cell | None = None
    text: Cell | None = None

    def cells(self) -> dict[str, Origin | Literally]:
        """What the rule says of the canonical columns of events."""
        names = ("kind", "at", "seq", "actor", "actor_role", "public", "to", "channel", "text")
        found = {name: getattr(self, name) for name in names} | {"from": self.before}
        return {name: cell for name, cell in found.items() if cell is not None}

    @field_validator("kind")
    @classmethod
    def _known_kind(cls, kind: Origin | Literally) -> Origin | Literally:
        known = (*EVENT_KINDS, "other")
        if isinstance(kind, Literally) and kind.word not in known:
            raise ValueError(f"the kinds are {', '.join(known)}")
        return kind


class EventDefaults(_Model):
    """What this kind of log does by itself, of the settings of `tables: {events: …}`."""

    message_opens: bool | None = None
    reopen: str | None = None
    reassign: str | None = None
    begin: str | None = None


class Preset(_Model):
    """One export kind of one helpdesk.

    `root` is the path of the records in a JSON document. `timezone` is the zone of instants
    that name none; without it the user must say. `date_order` is that of dates such as 3/4/2026,
    for a file that does not settle it. `empty` are words for nothing in any column.
    `exclude` maps reasons to yes_no columns whose records are left out. `version` is the header
    whose highest value marks the row that counts, where a case has a row for each event.
    `scales` are the scales of surveys, such as `1-5`. `refuse` says why a kind cannot be audited,
    `note` what a reader should know of it.

    Of events, `rows` are the rules that make events of a row, `each` the list inside of a record
    whose items are the rows (the record's own columns are reached as `^.name`), and `defaults`
    what such a log does by itself. `only_named`: the file is read so only where it is given as
    `events=FILE`. `thread` makes a case of what answers what. `one_case`: rows that do not say
    of which case they are belong to that of their file. `untried`: the rules are known from
    documentation alone, and no real file was seen.
    """

    name: str
    title: str = ""
    table: str = "tickets"
    recognise: Recognise = Recognise()
    root: Names = ()
    timezone: str | None = None
    date_order: Literal["day-first", "month-first"] | None = None
    columns: dict[str, Annotated[Origin, BeforeValidator(_origin)]] = {}
    empty: Names = ()
    exclude: dict[str, str] = {}
    version: Names = ()
    scales: dict[str, str] = {}
    refuse: str | None = None
    note: str | None = None
    each: Names = ()
    rows: tuple[Rule, ...] = ()
    thread: Thread | None = None
    defaults: EventDefaults = EventDefaults()
    only_named: bool = False
    one_case: bool = False
    untried: bool = False

    @field_validator("table")
    @classmethod
    def _known_table(cls, table: str) -> str:
        if table not in TABLES:
            raise ValueError(f"the tables are {', '.join(TABLES)}")
        return table

    @model_validator(mode="before")
    @classmethod
    def _threaded(cls, raw: Any) -> Any:  # noqa: ANN401 - whatever YAML holds
        """`ticket_id: {root: parent, of: own}` is one's own number, and the thread."""
        if not isinstance(raw, dict) or not isinstance(columns := raw.get("columns"), dict):
            return raw
        own = columns.get("ticket_id")
        if not isinstance(own, dict) or "root" not in own:
            return raw
        return {**raw, "thread": own, "columns": {**columns, "ticket_id": own.get("of")}}

    @model_validator(mode="after")
    def _titled(self) -> Preset:
        return self if self.title else self.model_copy(update={"title": self.name})


@cache
def generic() -> Mapping[str, Preset]:
    """What generic exports call the columns of each table."""
    return {table: shipped(f"generic/{table}") for table in TABLES}


@cache
def presets() -> Mapping[str, Preset]:
    """The kinds of exports that are known, by name; `preset_index.clues` is faster to ask."""
    folder = resources.files("csaudit.sources").joinpath("presets")
    names = sorted(
        file.name.removesuffix(".yaml") for file in folder.iterdir() if file.name.endswith(".yaml")
    )
    return {name: shipped(name) for name in names}


def known_roots() -> tuple[str, ...]:
    """The paths at which documents of known helpdesks keep their records."""
    return tuple(root for known in clues().values() for root in known.root)


def named(source: str) -> Preset:
    """The preset of that name, or in that file.

    Raises:
        UsageError: there is none, or the file is no preset.

    """
    if source in clues():
        return shipped(source)
    path = Path(source)
    if path.suffix in {".yaml", ".yml"}:
        if not path.is_file():
            raise UsageError(f"there is no preset file {source}.")
        content = path.read_bytes()[: LARGEST + 1]
        _refuse_aliases(source, content)
        preset = _validated(source, content)
        return preset.model_copy(update={"name": f"{preset.name} of {source}"})
    raise UsageError(
        f'there is no source "{source}"{did_you_mean(source, clues())}.',
        "csaudit sources  lists them; a file of your own is named by its path, ending in .yaml",
    )


@cache
def shipped(name: str) -> Preset:
    """The preset of that name out of the package."""
    folder, _, file = name.rpartition("/")
    place = resources.files("csaudit.sources").joinpath("presets")
    place = place.joinpath(folder) if folder else place
    return _validated(name, place.joinpath(f"{file}.yaml").read_bytes())


def _refuse_aliases(path: str, content: bytes) -> None:
    """Aliases can make a small file enormous."""
    try:
        if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(content)):
            raise UsageError(f"{path} is no preset: aliases (*name) are not understood here.")
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise UsageError(f"{path} is no preset: {_first_line(error)}.") from None


def _validated(path: str, content: bytes) -> Preset:
    try:
        if len(content) > LARGEST:
            raise UsageError(f"{path} is no preset: it is larger than {LARGEST:,} bytes.")
        return Preset.model_validate(yaml.load(content, Loader=_LOADER))  # noqa: S506 - text only
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise UsageError(f"{path} is no preset: {_first_line(error)}.") from None
    except ValidationError as error:
        raise UsageError(f"{path} is no preset: {_problems(error.errors())}.") from None


def _first_line(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    place = f", line {mark.line + 1}" if mark else ""
    return (getattr(error, "problem", None) or str(error).partition("\n")[0]) + place


def _problems(errors: Sequence[Any]) -> str:
    parts = []
    for error in errors:
        place = ".".join(str(part) for part in error["loc"]) or "the file"
        parts.append(f"{place}: {error['msg'][0].lower()}{error['msg'][1:]}")
    return "; ".join(parts)
