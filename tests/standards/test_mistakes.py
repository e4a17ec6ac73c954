"""Each mistake in a standard: its very place, what is wrong, and what to write."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from csaudit.errors import StandardsError
from csaudit.metrics.declaration import Direction, Kind, Setting, SettingKind, Unit
from tests.standards.writing import METRICS, OFFICE, metric, one_standard, problems, read, wrong

FRT = "metric: first_response_time\n"
RATE = "metric: resolution_rate\n"


def cases(name: str) -> list[tuple[str, list[str]]]:
    """The cases of a file in `mistakes/`: what is written, and its problems after `=>`."""
    text = (Path(__file__).parent / "mistakes" / f"{name}.txt").read_text(encoding="utf-8")
    blocks = [block for block in text.split("\n\n") if not block.startswith("#")]
    found = [block.strip("\n").split("\n=> ") for block in blocks]
    return [
        (f"{body}\n", [line.replace("\n   write: ", " >> ") for line in expected])
        for body, *expected in found
    ]


# ---- the two examples of the design ----


def test_a_limit_without_a_unit_is_told_in_one_sentence() -> None:
    with pytest.raises(StandardsError) as caught:
        read(f"version: 1\nstandards:\n  - id: one\n    {FRT}    within: 24\n")
    assert str(caught.value) == (
        "standards.yaml:5:13: within: 24 has no unit.\n"
        "  write:  within: 24h (hours), 24m (minutes), or 3 working days (with a calendar)"
    )


def test_a_percent_of_a_ratio_is_told_both_readings() -> None:
    body = "metric: first_contact_resolution\nform: ratio\ntarget: 75%"
    assert wrong(body) == [
        (
            "6:13: target: 75% of a ratio is not clear: 0.75 as a ratio is 42.9 %; "
            '75 % is a ratio of 3. >> target: ">= 3", or form: share with target: 75%'
        )
    ]


# ---- one mistake at a time; the body begins on line 4 ----


@pytest.mark.parametrize(("body", "expected"), cases("standard"))
def test_a_mistake_is_placed_and_explained(body: str, expected: list[str]) -> None:
    assert wrong(body) == expected


def test_a_condition_is_bounded() -> None:
    found = wrong(f"{RATE}where: {'x' * 2001}")
    assert found == ["5:12: where: the expression has 2,001 characters, more than 2,000."]


# ---- with a calendar: the body begins on line 6 ----


@pytest.mark.parametrize(("body", "expected"), cases("calendar"))
def test_a_clock_that_does_not_fit_is_explained(body: str, expected: list[str]) -> None:
    assert wrong(f"{FRT}{body}\ncalendar: office", OFFICE) == expected


def test_an_unknown_calendar_is_told_which_there_are() -> None:
    assert wrong(f"{FRT}within: 4h\ncalendar: offise", OFFICE) == [
        (
            '8:15: calendar: there is no calendar offise (did you mean "office"?); '
            "there is office and always. >> calendar: office"
        )
    ]


def test_days_do_not_go_with_a_calendar_of_the_record() -> None:
    found = wrong(f"{FRT}within: 1d\ncalendar_by: branch", OFFICE)
    assert found[0].endswith(">> within: 1 working day")


def test_working_days_in_a_row_on_the_plain_clock_need_a_calendar() -> None:
    row = "{limit: 1 working day, calendar: always}"
    found = wrong(
        f"{FRT}calendar: office\nwithin: {{by: priority, limits: {{high: {row}}}}}", OFFICE
    )
    assert found[0].startswith("8:51: limit: 1 working day needs a calendar")


# ---- metrics of other tables ----


def test_a_metric_that_needs_a_limit_says_so() -> None:
    assert wrong("metric: service_level\ntarget: 80%", metrics=METRICS) == [
        "4:5: service_level needs a limit. >> within: 20s"
    ]


def test_a_setting_of_many_metrics_names_some_of_them() -> None:
    zone = Setting("zone", SettingKind.COLUMN, None, "where")
    owners = {n: metric(n, Kind.SHARE, Unit.SHARE, Direction.HIGHER, zone) for n in "abcd"}
    plain = metric("plain", Kind.SHARE, Unit.SHARE)
    few = {"a": owners["a"], "b": owners["b"], "plain": plain}
    assert wrong("metric: plain\nzone: x", metrics=few) == [
        "5:5: zone is a setting of a and b, not of plain."
    ]
    assert wrong("metric: plain\nzone: x", metrics={**owners, "plain": plain}) == [
        "5:5: zone is a setting of a, b, c and others, not of plain."
    ]


# ---- the top of the file ----

STANDARD = "standards: [{id: a, metric: resolution_rate}]\n"


@pytest.mark.parametrize(("text", "expected"), cases("top"))
def test_a_mistake_at_the_top_is_placed_and_explained(text: str, expected: list[str]) -> None:
    assert problems(text) == expected


def test_a_folder_of_the_zones_is_no_zone() -> None:
    [found] = problems(f"version: 1\ntimezone: Europe\n{STANDARD}")
    assert found.startswith("2:11: timezone: Europe is not an IANA time zone")


# ---- tables ----


@pytest.mark.parametrize(("tables", "expected"), cases("tables"))
def test_a_mistake_about_a_table_is_placed_and_explained(tables: str, expected: list[str]) -> None:
    assert problems(f"version: 1\ntables: {tables}\n{STANDARD}") == expected


# ---- calendars ----


def test_mistakes_in_a_calendar_are_placed() -> None:
    found = problems(
        "version: 1\n"
        "calendars:\n"
        "  office:\n"
        "    timezone: Europe/Pariss\n"
        '    hours: {mon-fri: "25:00-17:00"}\n'
        "    holidas: {}\n"
        "  always: {timezone: UTC, hours: {mon: '09:00-10:00'}}\n" + STANDARD
    )
    assert [line.split(" ")[0] for line in found] == ["4:15:", "5:22:", "6:5:", "7:11:"]
    assert 'did you mean "Europe/Paris"' in found[0]
    assert "25:00" in found[1]


def test_a_calendar_without_a_zone_takes_that_of_the_file() -> None:
    text = (
        'calendars: {office: {hours: {mon: "09:00-10:00"}}}\n'
        f"timezone: Asia/Tokyo\nversion: 1\n{STANDARD}"
    )
    assert read(text).calendars["office"].timezone == "Asia/Tokyo"


# ---- all at once ----


def test_five_mistakes_are_told_at_once() -> None:
    found = problems("""\
        version: 1
        standards:
          - id: one
            metric: first_response_time
            within: 24
            ownr: me
            target: 0.95
            severity: urgent
            by: []
    """)
    assert [line.split(" ")[0] for line in found] == ["5:13:", "6:5:", "7:13:", "8:15:", "9:9:"]


def test_a_repeated_key_does_not_hide_other_mistakes() -> None:
    assert wrong(f"{FRT}within: 4h\nwithin: 5h\nevery: year") == [
        "6:5: within stands twice; the first is at 5:5.",
        "7:12: every: year is not hour, day, week, month or quarter.",
    ]


def test_hostile_text_is_shown_without_control_characters() -> None:
    found = wrong('metric: "\\e[31m\\n[red]"')
    assert found == [
        "4:13: metric: there is no metric \\x1b[31m\\n[red]; csaudit metrics lists them."
    ]


def test_long_text_is_shown_short() -> None:
    assert wrong(f"metric: {'x' * 500}") == [
        f"4:13: metric: there is no metric {'x' * 59}…; csaudit metrics lists them."
    ]


# ---- what is offered, pasted ----


def _offered(told: str) -> dict[str, object] | None:
    """The line to write, its first alternative; None where words describe it."""
    line = re.split(r",? or | \(|, or ", told.partition(" >> ")[2])[0]
    if not re.fullmatch(
        r'[a-z_]+: (?:"[^"]*"|\{.*\}|[^ ]+(?: (?:days?|= .*|working days?))?)', line
    ):
        return None
    made = yaml.safe_load(line)
    return made if isinstance(made, dict) else None


def _put(value: object, key: str, new: object) -> bool:
    """Writes a value where its key stands, however deep; whether it stands anywhere."""
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if isinstance(value, dict) and key in value:
        value[key] = new
        return True
    found = [_put(one, key, new) for one in inside]
    return any(found)


def _rename(value: object, wrong: str, key: str, new: object) -> bool:
    """Writes a line in the place of one with a key that nobody knows, however deep."""
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if isinstance(value, dict) and wrong in value:
        del value[wrong]
        value[key] = new
        return True
    return any(_rename(one, wrong, key, new) for one in inside)


PASTED = [
    (body, told)
    for body, expected in cases("standard")
    for told in expected
    if _offered(told) is not None
]


def test_most_remedies_are_lines_that_can_be_pasted() -> None:
    assert len(PASTED) >= 40


@pytest.mark.parametrize(("body", "told"), PASTED)
def test_a_line_that_is_offered_takes_the_mistake_away(body: str, told: str) -> None:
    offered = _offered(told)
    assert offered is not None
    [(key, new)] = offered.items()
    standard = yaml.safe_load(body)
    second = standard.get("and")
    place = second if isinstance(second, dict) else standard
    what = re.sub(r"^\d+:\d+: ", "", told.partition(" >> ")[0])
    near = re.match(r"unknown key (\w+) \(did you mean", what)
    if near is not None:
        assert _rename(place, near[1], key, new)
    elif not _put(place, key, new):
        place[key] = new
    left = ""
    try:
        read(one_standard(yaml.safe_dump(standard, sort_keys=False, allow_unicode=True)))
    except StandardsError as error:
        left = str(error)
    assert what not in left
