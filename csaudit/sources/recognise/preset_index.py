"""By which headers each preset is known, in one file: presets themselves are read when they fit.

    python -m csaudit.sources.recognise.preset_index

writes `presets/index.json` anew; a test holds it against the presets.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE: Final = "index.json"


@dataclass(frozen=True, slots=True)
class Clues:
    """What a preset is recognised by, as `Recognise` has it, and where its records lie."""

    all: tuple[str, ...]
    any: tuple[str, ...]
    none: tuple[str, ...]
    at_least: int
    root: tuple[str, ...]
    table: str = "tickets"
    only_named: bool = False


@cache
def clues() -> Mapping[str, Clues]:
    """Of each preset, by its name."""
    text = _folder().joinpath(FILE).read_text(encoding="utf-8")
    return {name: _clues(one) for name, one in json.loads(text).items()}


def _clues(one: Mapping[str, Any]) -> Clues:
    lists = {key: tuple(one[key]) for key in ("all", "any", "none", "root")}
    return Clues(
        **lists,
        at_least=one["at_least"],
        table=one["table"],
        only_named=one["only_named"],
    )


def written() -> str:
    """The index, out of the presets."""
    from csaudit.sources.recognise.presets import presets

    found: dict[str, Any] = {
        name: {
            **preset.recognise.model_dump(mode="json"),
            "root": list(preset.root),
            "table": preset.table,
            "only_named": preset.only_named,
        }
        for name, preset in presets().items()
    }
    return json.dumps(found, indent=1, ensure_ascii=False) + "\n"


def _folder() -> Any:  # noqa: ANN401 - a folder of the package, wherever it is installed
    return resources.files("csaudit.sources").joinpath("presets")


if __name__ == "__main__":
    Path(str(_folder().joinpath(FILE))).write_text(written(), encoding="utf-8")
