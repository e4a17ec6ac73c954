"""What a declaration says, in words: for `csaudit metrics` and for the documentation alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from csaudit.metrics.settings import SettingKind

if TYPE_CHECKING:
    from csaudit.metrics.declaration import Metric, Setting

_LIMIT: Final = 'within: 4h with target: ">= 95%"'
_STATISTIC: Final = 'statistic: mean, median, p90 (any pNN) or max with target: "<= 4h"'
_CLOCK: Final = "on the clock calendar names, day and night if none is named"


def needs(metric: Metric) -> str:
    """The columns without which there is no figure; for each table where they differ."""
    of_each = {table: _needed(metric, table) for table in metric.tables}
    if len(set(of_each.values())) == 1:
        return of_each[metric.tables[0]]
    return "; ".join(f"of {table}: {needed}" for table, needed in of_each.items())


def _needed(metric: Metric, table: str) -> str:
    declared = metric.columns(metric.defaults(), table).needs
    alternatives = (" or ".join(dict.fromkeys(names)) for names in declared)
    return ", ".join(dict.fromkeys(alternatives)) or "no column of its own"


def uses(metric: Metric) -> str:
    """The columns that make the figure better, of all its tables."""
    declared = [metric.columns(metric.defaults(), table) for table in metric.tables]
    used = dict.fromkeys(name for columns in declared for name in columns.uses)
    return ", ".join(used)


def judged_by(metric: Metric) -> str | None:
    """How a duration is judged; None of anything else."""
    if not metric.takes_limit:
        return None
    ways = _LIMIT if metric.needs_limit else f"{_LIMIT}; or {_STATISTIC}"
    return f"{ways}; {_CLOCK}"


def default(setting: Setting) -> str:
    """The default as it would be written in standards.yaml."""
    match setting.default:
        case _ if setting.required:
            return "required"
        case None:
            return "off" if setting.kind in {SettingKind.DURATION, SettingKind.SHARE} else "none"
        case tuple() as several:
            return ", ".join(map(str, several)) or "none"
        case bool() as flag:
            return "yes" if flag else "no"
        case 0 if setting.kind is SettingKind.DURATION:
            return "0s"
        case one:
            return str(one)
