"""Standards files: metrics and settings as they are declared, other keys at random."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from csaudit.metrics import catalogue
from csaudit.metrics.declaration import SettingKind, Unit
from tests.fuzz.conditions import aggregate, condition

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from csaudit.metrics.declaration import Metric, Setting

_SPANS: Final = ("4h", "30m", "24h", "90s", "2h30m")
_STRANGE: Final[tuple[object, ...]] = (
    "",
    "x",
    -1,
    10**30,
    None,
    [],
    {},
    "18:00",
    "no",
    "1e9h",
    "á" * 300,
)
_TARGETS: Final = {
    Unit.SHARE: (">= 90%", "<= 5%", "95%", "> 0%", "100%"),
    Unit.NUMBER: (">= 3", "<= 10", "> 0.5"),
    Unit.SCORE: (">= 3.5", ">= 40"),
    Unit.SECONDS: ("<= 4h", "<= 2d"),
}
_SETTINGS: Final[dict[str, tuple[object, ...]]] = {
    "scale": ("1-5", "0-10", "1-7"),
    "easy": ("high", "low"),
    "items": (["branch"], ["csat", "replies"]),
    "phrases": (["thank you"], ["we"]),
    "of": ("resolved", "all"),
    "per": ("case", "requester", "day"),
    "replies": ("= 1", "<= 2"),
}
"""Settings of which a declaration does not tell what may be written."""
_RARE: Final = set(SettingKind) - {
    SettingKind.CONDITION, SettingKind.VALUE, SettingKind.COLUMN, SettingKind.COUNT,
    SettingKind.SHARE, SettingKind.DURATION, SettingKind.CHOICE,
}  # fmt: skip
_CALENDARS: Final = {
    "office": {
        "hours": {"mon-thu": ["09:00-12:30", "13:30-17:30"], "fri": "09:00-16:00"},
        "holidays": {"country": "GB", "subdivision": "ENG", "dates": ["2026-10-05"]},
        "special_days": {"2026-10-06": "10:00-11:00"},
    },
    "night": {"timezone": "America/New_York", "hours": {"mon-sun": "22:00-06:00"}},
}


_USUAL: Final = {
    "tickets": ("first_response_time", "resolution_time", "reopen_rate"),
    "calls": ("answer_time", "abandonment_rate"),
}


def file(chance: Random, table: str) -> dict[str, Any]:
    """A whole file for a table; now and then a value in it is broken."""
    known = sorted(name for name, one in catalogue().items() if table in one.tables)
    names = chance.sample(known if chance.random() < 0.98 else sorted(catalogue()), 3)
    if chance.random() < 0.9:  # most exports can show one at least
        names[0] = chance.choice(_USUAL.get(table, names))
    made: dict[str, Any] = {
        "version": 1,
        "timezone": chance.choice(("Europe/London", "UTC", "Asia/Kathmandu", "America/St_Johns")),
        "calendars": _CALENDARS,
        "standards": [
            {"table": table, **_standard(name, n, chance)} for n, name in enumerate(names)
        ],
    }
    if chance.random() < 0.3:
        made["leave_out"] = [{"where": condition(chance), "reason": "so"}]
    if chance.random() < 0.04:
        where = chance.choice(made["standards"])
        where[chance.choice(sorted(where))] = chance.choice(_STRANGE)
    return made


def _standard(name: str, number: int, chance: Random) -> dict[str, Any]:
    metric = catalogue()[name]
    made: dict[str, Any] = {"id": f"s{number}", "metric": name, "min_n": chance.choice((1, 1, 30))}
    made |= {
        setting.name: _setting(setting, chance)
        for setting in metric.settings
        if setting.required
        or (setting.kind not in _RARE and chance.random() < 0.2)
        or (setting.name == "scale" and chance.random() < 0.9)
    }
    made |= _promise(metric, chance)
    if chance.random() < 0.35:
        made["where"] = condition(chance)
    if chance.random() < 0.2:
        made["by"] = [chance.choice(("branch", "agent", "created_hour", "nowhere"))]
    if chance.random() < 0.2:
        made["every"] = chance.choice(("hour", "day", "week", "month", "quarter"))
    if "target" in made and not str(made["target"]).startswith("<") and chance.random() < 0.15:
        made["judge"] = {"each": chance.choice(("branch", "day", "week"))}
    return made


def _promise(metric: Metric, chance: Random) -> dict[str, Any]:
    made: dict[str, Any] = {}
    if metric.takes_limit and (metric.needs_limit or chance.random() < 0.6):
        made["within"] = chance.choice(_SPANS)
        if chance.random() < 0.15:
            made["within"] = {"by": "priority", "limits": {"high": "1h"}, "otherwise": "8h"}
        if chance.random() < 0.8:
            made["target"] = chance.choice((">= 90%", "95%", "> 50%"))
    elif metric.takes_limit:
        made["statistic"] = chance.choice(("median", "mean", "p90", "max"))
        made["target"] = chance.choice(("<= 4h", "<= 2d"))
    elif chance.random() < 0.8:
        made["target"] = chance.choice(_TARGETS[metric.unit])
    if metric.takes_limit and chance.random() < 0.6 and "statistic" not in made:
        made["calendar"] = chance.choice(("office", "night", "always"))
    return made


def _setting(setting: Setting, chance: Random) -> object:
    made: dict[SettingKind, Callable[[], object]] = {
        SettingKind.CONDITION: lambda: condition(chance),
        SettingKind.VALUE: lambda: aggregate(chance),
        SettingKind.COLUMN: lambda: chance.choice(("branch", "agent", "csat", "nowhere")),
        SettingKind.COUNT: lambda: chance.randint(0, 4),
        SettingKind.SHARE: lambda: "90%",
        SettingKind.DURATION: lambda: chance.choice(("0s", "1h", "5s")),
    }
    if chance.random() < 0.01:
        return chance.choice(_STRANGE)
    if setting.choices:
        return chance.choice(setting.choices)
    if setting.name in _SETTINGS:
        return chance.choice(_SETTINGS[setting.name])
    return made[setting.kind]() if setting.kind in made else chance.choice(_STRANGE)
