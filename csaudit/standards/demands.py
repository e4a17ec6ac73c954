"""Reads a metric and its settings, and tells the settings from the keys of every standard."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from csaudit.errors import asked_back, nearest
from csaudit.metrics.declaration import Metric, SettingKind
from csaudit.metrics.other_names import meanings
from csaudit.standards import as_people_write
from csaudit.standards.file_grammar import WrittenDemand
from csaudit.standards.model import Condition
from csaudit.standards.settings import read_setting
from csaudit.standards.wording import GrammarError, listing, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from csaudit.standards.problems import Problems
    from csaudit.standards.strict_yaml import Path

_W = TypeVar("_W", bound=WrittenDemand)

_OWNERS_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a standard may refer to: metrics, the file's calendars, its own columns of instants."""

    metrics: Mapping[str, Metric]
    calendars: frozenset[str] = frozenset()
    own_instants: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft(Generic[_W]):
    """A standard in the making: what is written, and what of it was understood.

    `says`: the keys that every standard may have. `settings`: the metric's own, defaults
    filled in. `written`: the keys that stand there; `wrong`: those whose values could not be
    read, so that nothing more is said about them.
    """

    path: Path
    metric: Metric
    says: _W
    settings: Mapping[str, Any]
    written: frozenset[str]
    wrong: frozenset[str]
    around: Surroundings
    problems: Problems

    def has(self, *keys: str) -> bool:
        """Whether all the keys are written and could be read."""
        return all(key in self.written and key not in self.wrong for key in keys)

    def complain(self, key: str, what: str, instead: str | None = None) -> None:
        """Something is wrong with the value of a key."""
        self.problems.value((*self.path, key), what, instead)

    def refuse(self, key: str, what: str, instead: str | None = None) -> None:
        """A key should not be there; `what` is the whole sentence."""
        self.problems.key((*self.path, key), what, instead)

    def miss(self, what: str, instead: str | None = None) -> None:
        """Something is not written; it is said where the metric is named."""
        self.problems.key((*self.path, "metric"), what, instead)


def read_draft(
    model: type[_W],
    raw: Mapping[str, Any],
    path: Path,
    around: Surroundings,
    problems: Problems,
) -> Draft[_W] | None:
    """What is written; None where the metric is not known, so that no more can be said."""
    metric = _metric(raw, path, around, problems)
    own = {key for key in raw if metric is not None and metric.setting(key) is not None}
    common = [field.alias or name for name, field in model.model_fields.items()]
    for key in raw:
        if key not in own and key not in common:
            _unknown_key((*path, key), raw[key], metric, around, common, problems)
    otherwise = as_people_write.check(raw, path, metric, problems)
    others = [key for key in raw if key not in common and key not in own]
    meant = {name for key in others if (name := as_people_write.called(key, common))}
    shared = {
        key: value
        for key, value in raw.items()
        if key in common and key not in own and key not in otherwise
    }
    says, wrong = problems.shape(model, shared, path)
    if metric is None:
        return None
    settings, wrong_settings = _settings(metric, raw, path, problems)
    return Draft(
        path=path,
        metric=metric,
        says=says,
        settings=settings,
        written=frozenset(raw) | meant,
        wrong=frozenset(wrong | wrong_settings | otherwise | meant),
        around=around,
        problems=problems,
    )


def _metric(
    raw: Mapping[str, Any], path: Path, around: Surroundings, problems: Problems
) -> Metric | None:
    name = raw.get("metric")
    if name is None:
        problems.key(path, "metric: is missing; csaudit metrics lists them.")
        return None
    if isinstance(name, (list, dict)):  # the shape says so
        return None
    metric = around.metrics.get(str(name))
    if metric is None:
        meant = meanings(str(name))
        near = None if meant else nearest(str(name), around.metrics)
        hint = asked_back(near)
        more = "" if hint or meant else "; csaudit metrics lists them"
        if len(meant) > 1:
            hint = f" (it may be {listing(meant)})"
        likely = meant[0] if meant else near
        instead = None if likely is None else f"metric: {likely}"
        problems.value((*path, "metric"), f"there is no metric {shown(name)}{hint}{more}.", instead)
    return metric


def _unknown_key(
    path: Path,
    value: object,
    metric: Metric | None,
    around: Surroundings,
    common: list[str],
    problems: Problems,
) -> None:
    key = str(path[-1])
    if (name := as_people_write.called(key, common)) is not None:
        what = f"unknown key {shown(key)}: it is called {name}."
        problems.key(path, what, as_people_write.line_of(name, value))
        return
    owners = [other.name for other in around.metrics.values() if other.setting(key)]
    if not owners:
        settings = [setting.name for setting in metric.settings] if metric else []
        problems.unknown_key(path, [*common, *settings], value)
    elif metric is not None:
        rest = ["others"] if len(owners) > _OWNERS_SHOWN else []
        names = listing([*owners[:_OWNERS_SHOWN], *rest], "and")
        problems.key(path, f"{key} is a setting of {names}, not of {metric.name}.")


def _settings(
    metric: Metric, raw: Mapping[str, Any], path: Path, problems: Problems
) -> tuple[dict[str, Any], set[str]]:
    """Every setting, defaults filled in, and the names of those that cannot be read."""
    settings = metric.defaults()
    wrong: set[str] = set()
    for setting in metric.settings:
        where = (*path, setting.name)
        if setting.name not in raw:
            if setting.required:
                what = f"{metric.name} needs {setting.name}: {setting.meaning}."
                problems.key((*path, "metric"), what)
            continue
        try:
            value = read_setting(setting, raw[setting.name])
        except GrammarError as error:
            problems.grammar(where, error)
            wrong.add(setting.name)
            continue
        if setting.kind in {SettingKind.CONDITION, SettingKind.VALUE}:
            value = Condition(value, problems.document.place(where))
        settings[setting.name] = value
    return settings, wrong
