"""A calendar in standards.yaml: what is understood, and every mistake named at its place."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csaudit.clocks.calendar import (
    Calendar,
    CalendarError,
    CalendarProblem,
    CalendarSpec,
    Interval,
    parse_calendar,
)

NINE_TO_FIVE = (Interval(540, 1020),)
HOURS = {"mon-fri": "09:00-17:00"}


def parsed(hours: object = HOURS, **others: object) -> CalendarSpec:
    return parse_calendar("office", {"hours": hours, **others}, "Europe/London")


def problems(raw: object, name: str = "office") -> list[CalendarProblem]:
    with pytest.raises(CalendarError) as caught:
        parse_calendar(name, raw, "Europe/London")
    return list(caught.value.problems)


def problem(hours: object = HOURS, **others: object) -> CalendarProblem:
    found = problems({"hours": hours, **others})
    assert len(found) == 1
    return found[0]


def open_days(hours: object) -> str:
    letters = "MTWtFSs"
    return "".join(letter for letter, day in zip(letters, parsed(hours).hours, strict=True) if day)


def test_the_calendar_of_the_contract_is_understood() -> None:
    spec = parse_calendar(
        "office",
        {
            "timezone": "Europe/London",
            "hours": {"mon-thu": ["09:00-12:30", "13:30-17:30"], "fri": "09:00-16:00"},
            "holidays": {
                "country": "GB",
                "subdivision": "ENG",
                "dates": ["2026-12-24"],
                "except": [],
            },
            "special_days": {"2026-12-31": "09:00-12:00"},
        },
        None,
    )
    assert spec.hours[0] == (Interval(540, 750), Interval(810, 1050))
    assert spec.hours[4] == (Interval(540, 960),)
    assert spec.hours[5:] == ((), ())
    assert spec.special_days == {date(2026, 12, 31): (Interval(540, 720),)}
    assert Calendar(spec).weekly_hours() == 37.0


@pytest.mark.parametrize(
    ("key", "days"),
    [
        ("mon", "M"),
        ("Monday", "M"),
        ("mon-fri", "MTWtF"),
        ("MON - FRI", "MTWtF"),
        ("sat-mon", "MSs"),
        ("mon, wed,fri", "MWF"),
        ("mon-tue,sat", "MTS"),
        ("daily", "MTWtFSs"),
        ("sun-sat", "MTWtFSs"),
    ],
)
def test_days_are_names_ranges_and_lists(key: str, days: str) -> None:
    assert open_days({key: "09:00-17:00"}) == days


@pytest.mark.parametrize(
    ("written", "intervals"),
    [
        ("09:00-17:00", NINE_TO_FIVE),
        ("9:00 - 17:00", NINE_TO_FIVE),
        (["13:30-17:30", "09:00-12:30"], (Interval(540, 750), Interval(810, 1050))),
        ("09:00-12:30, 13:30-17:30", (Interval(540, 750), Interval(810, 1050))),
        ("00:00-24:00", (Interval(0, 1440),)),
        ("22:00-06:00", (Interval(1320, 1800),)),
        ("18:00-00:00", (Interval(1080, 1440),)),
    ],
)
def test_hours_are_one_span_or_several(written: object, intervals: object) -> None:
    assert parsed({"mon": written}).hours[0] == intervals


def test_an_empty_list_closes_a_day() -> None:
    assert parsed({"mon-fri": "09:00-17:00", "sat": []}).hours[5] == ()
    special = parsed(special_days={"2026-12-31": []}).special_days
    assert special == {date(2026, 12, 31): ()}


@pytest.mark.parametrize(
    ("hours", "path", "what"),
    [
        ({"mon": "25:00-17:00"}, ("hours", "mon"), '"25:00" is no time of day'),
        ({"mon": ["09:00-12:00", "13:00-17:60"]}, ("hours", "mon", 1), '"17:60" is no time of day'),
        ({"mon": "09:00-24:30"}, ("hours", "mon"), '"24:30" is no time of day'),
        ({"mon": "09:00:30-17:00"}, ("hours", "mon"), '"09:00:30" is no time of day'),
        ({"mon": "24:00-02:00"}, ("hours", "mon"), "24:00 is the end of a day and opens nothing"),
        ({"mon": "09:00-09:00"}, ("hours", "mon"), "09:00-09:00 has no length"),
        ({"mon": "9-9"}, ("hours", "mon"), "09:00-09:00 has no length"),
        (
            {"mon": "12-5"},
            ("hours", "mon"),
            '"12-5" may be until the afternoon or through the night',
        ),
        ({"mon": "13pm-18:00"}, ("hours", "mon"), '"13pm" is no time of day'),
        (
            {"mon-tue-wed": "9-17"},
            ("hours", "mon-tue-wed"),
            '"tue-wed" is no day of the week (did you mean "wed"?)',
        ),
        ({"mon": "as we like"}, ("hours", "mon"), '"as we like" is not a time span'),
        ({"mon": ""}, ("hours", "mon"), '"" is not a time span'),
        ({"mon": 900}, ("hours", "mon"), "900 is not a time span"),
        ({"mon": None}, ("hours", "mon"), "nothing is not a time span"),
        ({"mon": [9]}, ("hours", "mon", 0), "9 is not a time span"),
        (
            {"mon": "09:00-17:00", "mon-fri": "10:00-11:00"},
            ("hours", "mon-fri"),
            "Monday stands here for the second time",
        ),
        (
            {"mon": "09:00-17:00", "thurs": "09:00-17:00"},
            ("hours", "thurs"),
            '"thurs" is no day of the week (did you mean "thursday"?)',
        ),
        ({"mon-": "09:00-17:00"}, ("hours", "mon-"), '"" is no day of the week'),
        ({"sat": []}, ("hours",), "this calendar is never open in a whole week"),
        ({}, ("hours",), "hours must say which days are open and when"),
        ("09:00-17:00", ("hours",), "hours must say which days are open and when"),
    ],
)
def test_wrong_hours_are_named_at_their_place(
    hours: object, path: tuple[str | int, ...], what: str
) -> None:
    found = problem(hours)
    assert (found.path, found.what) == (path, what)


@pytest.mark.parametrize(
    ("others", "path", "what"),
    [
        (
            {"timezone": "Europe/Lodon"},
            ("timezone",),
            '"Europe/Lodon" is no IANA time zone (did you mean "Europe/London"?)',
        ),
        (
            {"timezone": "../etc/passwd"},
            ("timezone",),
            '"../etc/passwd" is no IANA time zone, such as Europe/London',
        ),
        ({"timezone": ""}, ("timezone",), '"" is no IANA time zone, such as Europe/London'),
        ({"timezone": 1}, ("timezone",), "1 is no IANA time zone, such as Europe/London"),
        (
            {"holiday": {}},
            ("holiday",),
            '"holiday" is not known here (did you mean "holidays"?)',
        ),
        ({"holidays": "GB"}, ("holidays",), "holidays must be a mapping"),
        (
            {"holidays": {"contry": "GB"}},
            ("holidays", "contry"),
            '"contry" is not known here (did you mean "country"?)',
        ),
        (
            {"holidays": {"country": "Germany"}},
            ("holidays", "country"),
            '"Germany" is no country code with known holidays (did you mean DE?)',
        ),
        (
            {"holidays": {"country": "gb"}},
            ("holidays", "country"),
            '"gb" is no country code with known holidays (did you mean GB?)',
        ),
        (
            {"holidays": {"country": "GB", "subdivision": "EN"}},
            ("holidays", "subdivision"),
            '"EN" is no subdivision of GB with holidays of its own (did you mean "ENG"?)',
        ),
        (
            {"holidays": {"subdivision": "ENG"}},
            ("holidays", "subdivision"),
            "a subdivision needs its country",
        ),
        (
            {"holidays": {"dates": ["2026-12-24", "2026-02-30"]}},
            ("holidays", "dates", 1),
            '"2026-02-30" is no date, such as 2026-12-24, or 12-24 for every year',
        ),
        (
            {"holidays": {"dates": ["02-30"]}},
            ("holidays", "dates", 0),
            '"02-30" is no date, such as 2026-12-24, or 12-24 for every year',
        ),
        (
            {"holidays": {"dates": "2026-12-24"}},
            ("holidays", "dates"),
            "these must be a list of dates",
        ),
        (
            {"holidays": {"except": [20261224]}},
            ("holidays", "except", 0),
            '"20261224" is no date, such as 2026-12-24, or 12-24 for every year',
        ),
        (
            {"holidays": {"ical": 1}},
            ("holidays", "ical"),
            "ical must be the path of an iCalendar file",
        ),
        (
            {"holidays": {"ical": "none.ics"}},
            ("holidays", "ical"),
            "none.ics cannot be read: No such file or directory",
        ),
        (
            {"special_days": ["2026-12-31"]},
            ("special_days",),
            "special_days must be a mapping",
        ),
        (
            {"special_days": {"31/12/2026": "09:00-12:00"}},
            ("special_days", "31/12/2026"),
            '"31/12/2026" is no date, such as 2026-12-31',
        ),
    ],
)
def test_other_mistakes_are_named_at_their_place(
    others: dict[str, object], path: tuple[str | int, ...], what: str
) -> None:
    found = problem(**others)
    assert (found.path, found.what) == (path, what)


def test_all_mistakes_are_named_at_once() -> None:
    found = problems(
        {
            "timezone": "Mars/Olympus",
            "hours": {"mon": "25:00-26:00", "tues day": "09:00-17:00"},
            "holidays": {"country": "Narnia", "dates": ["yesterday"]},
            "special_days": {"never": "now"},
            "colour": "red",
        }
    )
    assert [entry.path for entry in found] == [
        ("colour",),
        ("timezone",),
        ("hours", "mon"),
        ("hours", "mon"),
        ("hours", "tues day"),
        ("holidays", "country"),
        ("holidays", "dates", 0),
        ("special_days", "never"),
        ("special_days", "never"),
    ]


def test_every_mistake_says_what_to_write() -> None:
    found = problems({"hours": {"mon": "25:00-26:00"}, "holidays": {"country": "Narnia"}})
    assert all(
        entry.instead or "such as" in entry.what or "did you mean" in entry.what for entry in found
    )


def test_a_calendar_that_is_no_mapping_is_one_mistake() -> None:
    assert [entry.what for entry in problems("09:00-17:00")] == [
        "calendar office must be a mapping"
    ]


def test_the_name_of_the_built_in_calendar_is_taken() -> None:
    found = problems({"hours": HOURS}, name="always")
    assert [entry.what for entry in found] == ["always is the built-in 24x7 calendar"]


def test_the_files_own_zone_serves_where_the_calendar_names_none() -> None:
    assert parsed().timezone == "Europe/London"
    assert parsed(timezone="Asia/Tokyo").timezone == "Asia/Tokyo"
    with pytest.raises(CalendarError, match="names no time zone"):
        parse_calendar("office", {"hours": HOURS}, None)


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)
WORDS = st.sampled_from(["mon-fri", "sun", "09:00-17:00", "24:00-00:00", "2026-12-24", "GB", "-"])
ANY = JUNK | WORDS | st.lists(WORDS, max_size=3) | st.dictionaries(WORDS, WORDS | JUNK, max_size=3)
RAW = st.fixed_dictionaries(
    {},
    optional={
        "timezone": ANY,
        "hours": ANY,
        "holidays": ANY
        | st.fixed_dictionaries(
            {}, optional={"country": ANY, "subdivision": ANY, "dates": ANY, "except": ANY}
        ),
        "special_days": ANY,
    },
)


@settings(max_examples=200, deadline=None)
@given(RAW | JUNK)
def test_whatever_stands_there_is_read_or_refused_in_words(raw: object) -> None:
    try:
        spec = parse_calendar("office", raw, "Europe/London")
    except CalendarError as refused:
        words = [problem.what for problem in refused.problems]
    else:
        words = [f"{Calendar(spec).weekly_hours()} open hours"]
    assert all(words)
    assert words != ["0.0 open hours"]
