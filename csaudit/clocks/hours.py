"""The grammar of opening hours: `{mon-thu: ["09:00-12:30", "13:30-17:30"], fri: "09:00-16:00"}`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from csaudit.clocks.spec import MINUTES_A_DAY, WEEKDAYS, Findings, Interval, Intervals
from csaudit.dates_meant import iso_date
from csaudit.errors import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable

Path = tuple[str | int, ...]

ANY_WEEK: Final = {"mon-fri": "09:00-17:00"}
EXAMPLE: Final = 'hours: {mon-fri: "09:00-17:00"}'

_DAYS: Final = {
    name: number
    for number, full in enumerate(WEEKDAYS)
    for name in (full.casefold(), full[:3].casefold())
}
_SEVERAL: Final = {
    "daily": range(7),
    "weekdays": range(5),
    "weekend": range(5, 7),
    "weekends": range(5, 7),
}
_CLOSED: Final = {"closed", "off", "-", "–", "—", "none", "geschlossen", "fermé", "cerrado"}
_WHOLE_DAY: Final = {"24h", "24/7", "24x7", "all day", "always"}
_TIME: Final = re.compile(r"(\d{1,2})(?:[:.h]([0-5]\d)|h)? ?(?:([ap])\.?m\.?|uhr)?", re.ASCII)
_DIGITS: Final = re.compile(r"\b([01]\d|2[0-4])([0-5]\d)\b", re.ASCII)
_OTHER_DAYS: Final = {
    word: number
    for number, words in enumerate(
        (
            "mo montag lun lundi lunes lunedì maandag ma",
            "di dienstag mardi mar martes martedì dinsdag",
            "mi mittwoch mercredi mer miércoles mié mercoledì woensdag wo",
            "do donnerstag jeudi jeu jueves jue giovedì gio donderdag",
            "fr freitag vendredi ven viernes vie venerdì vrijdag vr",
            "sa samstag samedi sam sábado sáb sabato zaterdag za",
            "so sonntag dimanche dim domingo dom domenica zondag zo",
        )
    )
    for word in words.split()
}
"""Days in other languages: what is meant is told, and not guessed."""
_ENDS: Final = 2
_RANGE: Final = re.compile(r"\s*(\S.*?)\s*(?:[-–—]|\bto\b)\s*(.*\S)\s*")


def parse_week(raw: object, path: Path, findings: Findings) -> tuple[Intervals, ...]:
    """The hours of the seven weekdays, Monday first; problems go to `findings`."""
    if not isinstance(raw, dict) or not raw:
        what, instead = _without_days(raw)
        findings.add(path, what, instead)
        return ((),) * len(WEEKDAYS)
    before = len(findings.problems)
    week: dict[int, Intervals] = {}
    for key, value in raw.items():
        if key in _BESIDE:
            what = f"{key} stands beside hours, one level up"
            findings.add_key((*path, str(key)), what, _line_beside(str(key), value))
            continue
        if (meant := in_english(str(key))) is not None:
            what = f'"{key}" is no day of the week in English'
            findings.add_key((*path, str(key)), what, f"{meant}: {quoted_hours(value)}")
            continue
        intervals = parse_intervals(value, (*path, str(key)), findings)
        for day in _days(str(key), (*path, str(key)), findings):
            if day in week:
                what = f"{WEEKDAYS[day]} stands here for the second time"
                findings.add((*path, str(key)), what, "each day once")
            else:
                week[day] = intervals
    hours = tuple(week.get(day, ()) for day in range(len(WEEKDAYS)))
    if len(findings.problems) == before and not any(hours):
        findings.add(path, "this calendar is never open in a whole week", EXAMPLE)
    return hours


_BESIDE: Final = {"holidays", "special_days", "timezone"}
"""Keys of a calendar that somebody has put below its hours."""


def _line_beside(key: str, value: object) -> str | None:
    """The line for one level up, where its value can stand there as it is, or nearly."""
    if isinstance(value, list):
        return f"{key}: [{', '.join(str(iso_date(str(day)) or day) for day in value)}]"
    return f"{key}: {value}" if isinstance(value, str) else None


def names_days(key: str) -> bool:
    """Whether a key says which days of the week are open."""
    return in_english(key) is not None or bool(_days(key, (), Findings()))


def _without_days(raw: object) -> tuple[str, str]:
    """What is wrong with hours that name no days, and what to write."""
    what = "hours must say which days are open and when"
    if isinstance(raw, str) and raw.strip().casefold() in _WHOLE_DAY:
        return f"{_shown(raw)} says no days", 'hours: {daily: "00:00-24:00"}'
    if isinstance(raw, str) and (spans := parse_intervals(_spelled(raw), (), Findings())):
        return what, f'hours: {{mon-fri: "{describe(spans)}"}}'
    return what, EXAMPLE


def parse_intervals(raw: object, path: Path, findings: Findings) -> Intervals:
    """The hours of one date: text, or a list of texts; `closed` and an empty list are none."""
    if isinstance(raw, str) and raw.strip().casefold() in _CLOSED:
        return ()
    if isinstance(raw, str) and raw.strip().casefold() in _WHOLE_DAY:
        return (Interval(0, MINUTES_A_DAY),)
    spelled = _spelled(raw)
    if spelled != raw and (spans := parse_intervals(spelled, path, Findings())):
        findings.add(path, f"{_shown(raw)} is not a time span", f'"{describe(spans)}"')
        return ()
    if isinstance(raw, str):
        parts: list[tuple[Path, object]] = [(path, part) for part in raw.split(",")]
    elif isinstance(raw, list) and len(raw) == _ENDS and all(map(_is_time, raw)):
        opens, closes = (_minute(str(time), path, Findings()) for time in raw)
        meant = f"{_clock(opens or 0)}-{_clock(closes or 0)}"
        findings.add(path, f"{raw[0]} and {raw[1]} are the ends of one time span", f'"{meant}"')
        return ()
    elif isinstance(raw, list):
        parts = [((*path, index), part) for index, part in enumerate(raw)]
    else:
        what = f"{_shown(raw)} is not a time span"
        findings.add(path, what, '"09:00-17:00", or [] for closed')
        return ()
    read = [_interval(part, where, findings) for where, part in parts]
    return _united(interval for interval in read if interval is not None)


def _united(intervals: Iterable[Interval]) -> Intervals:
    """In order, those that overlap made one: at a change of shifts both teams are there."""
    united: list[Interval] = []
    for later in sorted(intervals):
        if united and later.opens < united[-1].closes:
            earlier = united.pop()
            later = Interval(earlier.opens, max(earlier.closes, later.closes))  # noqa: PLW2901 - the two are one
        united.append(later)
    return tuple(united)


def _days(text: str, path: Path, findings: Findings) -> list[int]:
    """The weekdays that a key names: `mon`, `mon-fri`, `sat-mon`, `mon, wed`, `weekdays`."""
    if (several := _SEVERAL.get(text.strip().casefold())) is not None:
        return list(several)
    days: list[int] = []
    for part in text.split(","):
        ends = [_day(name, path, findings) for name in part.split("-", 1)]
        if None not in ends:
            first, last = ends[0] or 0, ends[-1] or 0
            length = (last - first) % len(WEEKDAYS) + 1
            days += [(first + step) % len(WEEKDAYS) for step in range(length)]
    return days


def in_english(key: str) -> str | None:
    """`Mo-Fr` as `mon-fri`; None where a day is one that is known, or not to be understood."""
    parts = re.split(r"(\s*[-,–]\s*)", key.strip().casefold())
    names = [part.strip(". ") for part in parts[::2]]
    if all(name in _DAYS or name in _SEVERAL for name in names):
        return None
    if not all(name in _OTHER_DAYS or name in _DAYS for name in names):
        return None
    short = [WEEKDAYS[_OTHER_DAYS.get(name, _DAYS.get(name, 0))][:3].casefold() for name in names]
    signs = [sign.strip().replace("–", "-") for sign in parts[1::2]]
    return "".join(word + sign for word, sign in zip(short, [*signs, ""], strict=True))


def quoted_hours(raw: object) -> str:
    """The hours of a day as they are to be written; nine to five where they cannot be read."""
    findings = Findings()
    spans = parse_intervals(_spelled(raw), (), findings)
    if findings.problems:
        return '"09:00-17:00"'
    return f'"{describe(spans)}"'


def _spelled(raw: object) -> object:
    """`0900-1700` and `09:00-12:00; 13:00-17:00` as they are written here."""
    if not isinstance(raw, str):
        return raw
    return re.sub(r"\s*(?:;|/|\+|&|\bund\b|\bet\b|\band\b)\s*", ", ", _DIGITS.sub(r"\1:\2", raw))


def _day(name: str, path: Path, findings: Findings) -> int | None:
    day = _DAYS.get(name.strip().casefold())
    if day is None:
        known = [*_DAYS, *_SEVERAL]
        what = f'"{name.strip()}" is no day of the week{did_you_mean(name, known)}'
        findings.add(path, what, "mon, mon-fri, sat-mon, mon,wed or daily")
    return day


def _interval(raw: object, path: Path, findings: Findings) -> Interval | None:
    match = _RANGE.fullmatch(raw) if isinstance(raw, str) else None
    if match is None:
        findings.add(path, f"{_shown(raw)} is not a time span", '"09:00-17:00"')
        return None
    opens, closes = (_minute(text, path, findings) for text in match.groups())
    if opens is None or closes is None:
        return None
    if closes < opens <= MINUTES_A_DAY // 2 and closes <= MINUTES_A_DAY // 2 and _has_no_half(raw):
        what = f"{_shown(raw)} may be until the afternoon or through the night"
        afternoon = f'"{_clock(opens)}-{_clock(closes + MINUTES_A_DAY // 2)}"'
        findings.add(path, what, f'{afternoon}, or through the night "{_span_of(opens, closes)}"')
        return None
    if opens == MINUTES_A_DAY:
        findings.add(path, "24:00 is the end of a day and opens nothing", '"00:00-…"')
        return None
    if opens == closes:
        what = f"{_clock(opens)}-{_clock(closes)} has no length"
        findings.add(path, what, '"00:00-24:00" for the whole day, [] for closed')
        return None
    return Interval(opens, closes if closes > opens else closes + MINUTES_A_DAY)


def _is_time(raw: object) -> bool:
    """`9`, `17:00`: an end of a span, where a span is wanted."""
    return _minute(str(raw), (), Findings()) is not None


def _has_no_half(raw: object) -> bool:
    """`9-5`, `9:00-5:00`: nobody says whether the five is in the morning, as `05:00` would."""
    return isinstance(raw, str) and re.search(r"[ap]\.?m|[-–—]\s*0\d", raw.casefold()) is None


def _minute(text: str, path: Path, findings: Findings) -> int | None:
    """Minutes after midnight of `9`, `9:00`, `09.00`, `9am` … `24:00`."""
    match = _TIME.fullmatch(text.strip().casefold())
    if match is not None:
        hour, half = int(match[1]), match[3]
        if half is not None and 1 <= hour <= 12:  # noqa: PLR2004 - of a clock with hands
            hour = hour % 12 + (12 if half == "p" else 0)
        minutes = hour * 60 + int(match[2] or 0)
        if minutes <= MINUTES_A_DAY and (half is None or int(match[1]) in range(1, 13)):
            return minutes
    findings.add(path, f'"{text}" is no time of day', "hours and minutes from 00:00 to 24:00")
    return None


def _span_of(opens: int, closes: int) -> str:
    return f"{_clock(opens)}-{_clock(closes)}"


def _span(interval: Interval) -> str:
    past_midnight = interval.closes > MINUTES_A_DAY
    closes = interval.closes - MINUTES_A_DAY if past_midnight else interval.closes
    return f"{_clock(interval.opens)}-{_clock(closes)}"


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _shown(raw: object) -> str:
    return f'"{raw}"' if isinstance(raw, str) else "nothing" if raw is None else str(raw)


def describe(intervals: Iterable[Interval]) -> str:
    """Hours as they are written: `09:00-12:30, 13:30-17:30`, or `closed`."""
    return ", ".join(_span(interval) for interval in intervals) or "closed"
