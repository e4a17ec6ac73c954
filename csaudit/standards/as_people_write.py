"""Standards as people write them who do not know the grammar, and lines that mean the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from csaudit.standards.quantities import parse_limit, shortened
from csaudit.standards.wording import GrammarError, quoted, quoted_expression, shown
from csaudit.timezones import country_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from csaudit.metrics.declaration import Metric
    from csaudit.standards.problems import Problems
    from csaudit.standards.strict_yaml import Path

CALLED: Final[Mapping[str, str]] = {
    **dict.fromkeys(("limit", "max_time", "deadline", "sla", "time_limit"), "within"),
    **dict.fromkeys(("goal", "threshold", "objective"), "target"),
    **dict.fromkeys(("group_by", "groupby", "breakdown", "split_by", "per_group"), "by"),
    **dict.fromkeys(("name", "title", "description", "promise"), "statement"),
    **dict.fromkeys(("filter", "condition", "when", "only"), "where"),
    **dict.fromkeys(("hours", "schedule", "business_hours"), "calendar"),
    **dict.fromkeys(("exclude", "except", "exceptions", "excluding"), "leave_out"),
    **dict.fromkeys(("stat", "aggregate", "aggregation", "function", "percentile"), "statistic"),
    **dict.fromkeys(("frequency", "interval", "period"), "every"),
    **dict.fromkeys(("responsible", "owned_by"), "owner"),
    **dict.fromkeys(("kpi", "measure", "measures"), "metric"),
}
"""What the keys of a standard are called elsewhere."""

_PRIORITIES: Final = frozenset(
    "urgent high normal medium low critical emergency blocker major minor p0 p1 p2 p3 p4 p5".split()
)
_CHANNELS: Final = frozenset("email mail phone chat web social sms voice whatsapp".split())
_TABLE: Final = frozenset({"by", "at", "limits", "otherwise"})
_BUSINESS: Final = r"(?:business|working|work|office|open|service)"
_DAYS: Final = re.compile(rf"(?:(\d{{1,3}})|next|one|a)\s+{_BUSINESS}[ -]?days?")
_HOURS: Final = re.compile(rf"(\d{{1,4}})\s*{_BUSINESS}[ -]?(hours?|h|minutes?|min|m)")
_PLAIN_DAYS: Final = re.compile(r"(\d{1,3})\s*(days?|weeks?)")
_ISO: Final = re.compile(r"p(?:(\d+)w)?(?:(\d+)d)?(?:t(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?)?")
_A_WEEK: Final = 5
_AT_MOST: Final = re.compile(
    r"^(?:<=?|≤|=<|within|under|at most|up to|less than|max(?:imum|\.)?)\s*"
)
_SAID_AFTER: Final = re.compile(rf"(\d+)\s*(hours?|h|minutes?|min|m) {_BUSINESS}")
_OTHER_WORDS: Final = tuple(
    (re.compile(rf"\b(?:{words})\b"), meant)
    for words, meant in (
        (r"nbd", "next business day"),
        (r"arbeitsstunden?|heures? ouvr\w+|horas? (?:h[aá]biles?|laborales?)", "business hours"),
        (r"arbeitstagen?|arbeitstage?|werktagen?|werktage?", "business days"),
        (r"jours? ouvr\w+|d[ií]as? (?:h[aá]biles?|laborables?)", "business days"),
        (r"stunden?|std\.?|heures?|horas?|uur|ore", "hours"),
        (r"minuten?|minutos?", "minutes"),
        (r"sekunden?|secondes?|segundos?", "seconds"),
        (r"tagen?|tage?|jours?|d[ií]as?", "days"),
        (r"wochen?|semaines?|semanas?", "weeks"),
    )
)
"""Lengths of time in other languages."""


def check(
    raw: Mapping[str, Any], path: Path, metric: Metric | None, problems: Problems
) -> frozenset[str]:
    """Name what is written in other words, with the line that means it; the keys that are."""
    if "within" not in raw:
        return frozenset()
    written = raw["within"]
    of_calls = metric is not None and metric.tables[0] == "calls"
    if of_calls and re.fullmatch(r"\d{1,4}", str(written)):
        what = f"{written} has no unit: s is seconds, m minutes."
        problems.value((*path, "within"), what, f"within: {written}s")
        return frozenset({"within"})
    if isinstance(written, dict):
        instead = _table(written)
        what = "a table of limits says by which column."
    elif isinstance(written, str):
        instead = _limit(raw, written, problems)
        what = f"{shown(written)} is not a limit{_in_open_time(written)}."
    else:
        return frozenset()
    if instead is None:
        return frozenset()
    problems.value((*path, "within"), what, f"within: {instead}")
    return frozenset({"within"})


def called(key: str, known: Collection[str]) -> str | None:
    """What a key is called here, if that is a key that the standard may have."""
    name = CALLED.get(key.casefold().replace("-", "_"))
    return name if name in known else None


def line_of(name: str, value: object) -> str | None:
    """The line with the right key; None where its value would not stand there as it is."""
    if isinstance(value, dict) and name == "within" and (table := _table(value)) is not None:
        return f"within: {table}"
    if name == "leave_out":
        return exceptions_of(value) if isinstance(value, str) else None
    plain = isinstance(value, (str, int, float)) and not isinstance(value, bool)
    if name == "statistic" and re.fullmatch(r"[1-9]\d?", str(value)):
        return f"statistic: p{value}"
    return f"{name}: {quoted(str(value))}" if plain else None


def exceptions_of(condition: str) -> str:
    """`leave_out: spam` as a list of conditions, each with its reason."""
    return f"leave_out: [{exception_of(condition)}]"


def exception_of(condition: str) -> str:
    """One condition with the reason that somebody has to give."""
    return f"{{where: {quoted_expression(condition)}, reason: why they do not count}}"


def _table(written: Mapping[str, Any]) -> str | None:
    """`{urgent: 1h, high: 4h}`: limits without the column that they hang on."""
    if not written or _TABLE & written.keys():
        return None
    if any(isinstance(value, (dict, list)) for value in written.values()):
        return None
    words = {key.casefold() for key in written}
    if not words & (_CHANNELS | _PRIORITIES):
        return None
    by = "channel" if words & _CHANNELS and not words & _PRIORITIES else "priority"
    limits = ", ".join(f"{quoted(key)}: {value}" for key, value in written.items())
    return f"{{by: {by}, limits: {{{limits}}}}}"


def _limit(raw: Mapping[str, Any], written: str, problems: Problems) -> str | None:
    """A limit in other words; where it runs on a clock that is not named, the clock as well."""
    if _is_limit(written):
        return None
    text = _in_english(written)
    # A tuple and no set: a list may stand there, which is another mistake.
    clocked = "calendar_by" in raw or raw.get("calendar") not in (None, "always")
    on_clock = "" if clocked else clock(problems)
    if found := _DAYS.fullmatch(text):
        return _days(int(found[1] or 1)) + on_clock
    if found := _HOURS.fullmatch(text):
        return f"{found[1]}{found[2][0]}{on_clock}"
    if (found := _PLAIN_DAYS.fullmatch(text)) and clocked:
        days = int(found[1]) * (_A_WEEK if found[2].startswith("w") else 1)
        return _days(days)
    if text.startswith("p") and (found := _ISO.fullmatch(text)) and any(found.groups()):
        parts = zip(found.groups(), "wdhms", strict=True)
        return "".join(f"{number}{unit}" for number, unit in parts if number)
    return shortened(text) if text != written.casefold() else None


def _in_english(written: str) -> str:
    """A limit without what says that it is one, its words those of the grammar."""
    text = _AT_MOST.sub("", " ".join(written.casefold().split()))
    text = re.sub(r"(?<=\d),(?=\d)", ".", text)
    text = re.sub(r"(?<=\d)\s*[wb]ds?\b", " business days", text)
    for words, meant in _OTHER_WORDS:
        text = words.sub(meant, text)
    return _SAID_AFTER.sub(r"\1 business \2", text)


def _in_open_time(written: str) -> str:
    """What `1 day` would be if it were 24 hours of open time."""
    found = _PLAIN_DAYS.fullmatch(" ".join(written.casefold().split()))
    if found is None:
        return ""
    hours = int(found[1]) * (7 if found[2].startswith("w") else 1) * 24
    return f" on opening hours: {hours}h would be of open time, which takes longer"


def _is_limit(written: str) -> bool:
    try:
        parse_limit(written)
    except GrammarError:
        return False
    return True


def _days(number: int) -> str:
    return f"{number} working day{'s' * (number != 1)}"


def clock(problems: Problems, name: str = "office") -> str:
    """The line on the clock; with the calendar itself where the file has none."""
    top = problems.document.value
    said = top if isinstance(top, dict) else {}
    calendars = said.get("calendars")
    if isinstance(calendars, dict) and calendars:
        return f"\n          calendar: {next(iter(calendars))}"
    zone = said.get("timezone")
    zone = zone if isinstance(zone, str) else "Europe/London"
    country = country_of(zone)
    holidays = f", holidays: {{country: {quoted(country)}}}" if country else ""
    return (
        f"\n          calendar: {quoted(name)}"
        "\n  and above standards:  calendars: "
        f'{{{quoted(name)}: {{timezone: {zone}, hours: {{mon-fri: "09:00-17:00"}}{holidays}}}}}'
    )
