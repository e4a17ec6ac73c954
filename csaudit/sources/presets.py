"""Presets: what an export kind calls its columns and how it writes its cells. Data, no code."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Annotated, Any

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

if TYPE_CHECKING:
    from collections.abc import Mapping


def _listed(value: Any) -> Any:  # noqa: ANN401 - whatever YAML holds
    return [value] if isinstance(value, str) else value


def _origin(value: Any) -> Any:  # noqa: ANN401 - whatever YAML holds
    return {"from": value} if isinstance(value, str | list) else value


Names = Annotated[tuple[str, ...], BeforeValidator(_listed)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Origin(_Model):
    """Where a canonical column comes from: header names or JSON paths, the best one first."""

    headers: Names = Field(alias="from")
    unit: str | None = None
    clock: str | None = None
    values: dict[str, str] = {}
    empty: Names = ()


class Preset(_Model):
    """One export kind of one helpdesk."""

    name: str
    title: str
    table: str
    columns: dict[str, Annotated[Origin, BeforeValidator(_origin)]]


@cache
def generic() -> Mapping[str, Preset]:
    """What generic exports call the columns of each table."""
    found = [_read(name) for name in ("tickets", "calls", "surveys", "reviews")]
    return {preset.table: preset for preset in found}


def _read(name: str) -> Preset:
    file = resources.files(__package__).joinpath("presets", "generic", f"{name}.yaml")
    return Preset.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
