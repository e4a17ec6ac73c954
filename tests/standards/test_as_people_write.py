"""What people write who do not know the grammar: what is offered is valid and means the same.

Each remedy is pasted: the line takes the place of the one with that key, and the file loads.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from csaudit.errors import StandardsError
from csaudit.metrics import catalogue
from csaudit.metrics.other_names import meanings
from csaudit.standards import load

if TYPE_CHECKING:
    from csaudit.standards.model import StandardsFile

OFFICE = 'calendars: {office: {timezone: Europe/Berlin, hours: {mon-fri: "09:00-17:00"}}}'


def text_of(top: str, keys: dict[str, object]) -> str:
    standard = {"id": "a", "statement": "We do.", "metric": "resolution_time"} | keys
    written = yaml.safe_dump([standard], sort_keys=False, allow_unicode=True, width=10_000)
    return f"version: 1\ntimezone: Europe/Berlin\n{top}\nstandards:\n{written}"


def pasted(top: str, keys: dict[str, object], others: set[str]) -> StandardsFile:
    """The file after each remedy of its message has been written into it; `others` go away."""
    try:
        load(Path("standards.yaml"), text=text_of(top, keys))
    except StandardsError as error:
        remedies = [problem.instead for problem in error.problems if problem.instead]
    else:
        pytest.fail("it was valid as it stands")
    mended = {key: value for key, value in keys.items() if key not in others}
    for remedy in remedies:
        own, _, above = remedy.partition("\n  and above standards:  ")
        mended |= yaml.safe_load("\n".join(line.strip() for line in own.splitlines()))
        top = above or top
    return load(Path("standards.yaml"), text=text_of(top, mended))


@pytest.mark.parametrize(
    ("top", "keys", "means"),
    [
        ("", {"within": "1 day"}, {"within": "1d"}),
        ("", {"within": "1 week"}, {"within": "1w"}),
        ("", {"within": "PT4H"}, {"within": "4h"}),
        ("", {"within": "P1DT2H"}, {"within": "1d2h"}),
        ("", {"within": "4 hrs"}, {"within": "4h"}),
        ("", {"within": "24 business hours"}, {"within": "24h", "calendar": "office"}),
        ("", {"within": "2 business days"}, {"within": "2 working days", "calendar": "office"}),
        ("", {"within": "next business day"}, {"within": "1 working day", "calendar": "office"}),
        (OFFICE, {"within": "8 working hours"}, {"within": "8h", "calendar": "office"}),
        (
            OFFICE,
            {"within": "1 day", "calendar": "office"},
            {"within": "1 working day", "calendar": "office"},
        ),
        (
            OFFICE,
            {"within": "1 week", "calendar": "office"},
            {"within": "5 working days", "calendar": "office"},
        ),
        (
            OFFICE,
            {"within": "2d", "calendar": "office"},
            {"within": "2 working days", "calendar": "office"},
        ),
        (
            "",
            {"within": {"urgent": "1h", "high": "4h"}},
            {"within": {"by": "priority", "limits": {"urgent": "1h", "high": "4h"}}},
        ),
        (
            "",
            {"within": {"email": "1d", "chat": "1m"}},
            {"within": {"by": "channel", "limits": {"email": "1d", "chat": "1m"}}},
        ),
        ("", {"limit": "4h"}, {"within": "4h"}),
        ("", {"within": "4h", "goal": "90%"}, {"within": "4h", "target": "90%"}),
        ("", {"within": "4h", "group_by": "channel"}, {"within": "4h", "by": "channel"}),
        ("", {"within": "4h", "filter": "spam"}, {"within": "4h", "where": "spam"}),
        (
            "",
            {"within": "4h", "where": {"channel": "email", "priority": ["High", "Urgent"]}},
            {"within": "4h", "where": "channel = 'email' AND priority IN ('High', 'Urgent')"},
        ),
        ("", {"within": "24h business"}, {"within": "24h", "calendar": "office"}),
        ("", {"within": "8 Arbeitsstunden"}, {"within": "8h", "calendar": "office"}),
        ("", {"within": "1 Arbeitstag"}, {"within": "1 working day", "calendar": "office"}),
        ("", {"within": "2 jours ouvrés"}, {"within": "2 working days", "calendar": "office"}),
        ("", {"within": "NBD"}, {"within": "1 working day", "calendar": "office"}),
        ("", {"within": "2 working days"}, {"within": "2 working days", "calendar": "office"}),
        (OFFICE, {"within": "2 working days"}, {"within": "2 working days", "calendar": "office"}),
        ("", {"within": "4 Stunden"}, {"within": "4h"}),
        ("", {"within": "1,5h"}, {"within": "1.5h"}),
        ("", {"within": "<= 4h"}, {"within": "4h"}),
        ("", {"within": "4h", "target": "at least 95%"}, {"within": "4h", "target": ">= 95%"}),
        ("", {"within": "4h", "target": "95 Prozent"}, {"within": "4h", "target": "95%"}),
        ("", {"within": "4h", "target": "<= 4h"}, {"within": "4h", "target": ">= 95%"}),
        ("", {"within": "4h", "target": 1}, {"within": "4h", "target": "100%"}),
        ("", {"within": "4h", "target": 0.95}, {"within": "4h", "target": "95%"}),
        ("", {"target": "<= 4h"}, {"statistic": "mean", "target": "<= 4h"}),
        (
            "",
            {"statistic": "mean", "target": "< 30 minutes"},
            {"statistic": "mean", "target": "< 30m"},
        ),
        ("", {"statistic": "median", "target": 2}, {"statistic": "median", "target": "<= 2h"}),
        ("", {"statistic": "P95"}, {"statistic": "p95"}),
        ("", {"percentile": 90}, {"statistic": "p90"}),
        (
            "",
            {"metric": "service_level", "within": 20, "target": "80%"},
            {"metric": "service_level", "within": "20s", "target": "80%"},
        ),
        (
            "",
            {"metric": "service_level", "target": "80/20", "within": "20s"},
            {"metric": "service_level", "within": "20s", "target": ">= 80%"},
        ),
        (
            "",
            {"within": "8h", "target": "95%", "judge": {"spread": "branch"}},
            {"within": "8h", "target": "<= 10%", "judge": {"spread": "branch"}},
        ),
        ("", {"statistic": "average"}, {"statistic": "mean"}),
        ("", {"statistic": "95th percentile"}, {"statistic": "p95"}),
        ("", {"metric": "frt", "within": "4h"}, {"metric": "first_response_time", "within": "4h"}),
    ],
)
def test_a_standard_as_people_write_it(
    top: str, keys: dict[str, object], means: dict[str, object]
) -> None:
    others = set(keys) - set(means)
    found = pasted(top, keys, others)
    [standard] = found.standards
    above = top or (OFFICE if "calendar" in means else "")
    [meant] = load(Path("standards.yaml"), text=text_of(above, means)).standards
    for name in ("metric", "within", "calendar", "where", "by", "statistic", "target", "judge"):
        one, other = getattr(standard, name), getattr(meant, name)
        assert getattr(one, "text", one) == getattr(other, "text", other)


@pytest.mark.parametrize(
    ("written", "means"),
    [
        ("tags = 'vip'", "tag('vip')"),
        ("spam and tags <> 'vip'", "spam and NOT tag('vip')"),
        ("priority = null", "priority IS NULL"),
        ("priority != NULL and spam", "priority IS NOT NULL and spam"),
        ("agent = ''", "agent IS NULL"),
        ("agent <> '' or spam", "agent IS NOT NULL or spam"),
        ("channel in ['a', 'b']", "channel in ('a', 'b')"),
        ("channel = 'a' && priority == 'b'", "channel = 'a' AND priority = 'b'"),
        ('channel == "email"', "channel = 'email'"),
        ("Group = 'Billing' or spam", "\"Group\" = 'Billing' or spam"),
        (
            'spam and "My team" != "it\'s" and a == "b"',
            'spam and "My team" != "it\'s" and a = \'b\'',
        ),
        ("subject = 'a && b == []' && spam", "subject = 'a && b == []' AND spam"),
        ("channel = \u201cemail\u201d", "channel = 'email'"),
    ],
)
def test_a_condition_as_people_write_it_gets_the_whole_condition(written: str, means: str) -> None:
    with pytest.raises(StandardsError) as caught:
        load(Path("standards.yaml"), text=text_of("", {"within": "4h", "where": written}))
    [problem] = caught.value.problems
    assert problem.instead is not None
    pasted_line = yaml.safe_load(problem.instead)
    assert pasted_line == {"where": means}
    text = text_of("", {"within": "4h"} | pasted_line)
    [standard] = load(Path("standards.yaml"), text=text).standards
    assert standard.where is not None
    assert standard.where.text == means


@pytest.mark.parametrize(
    ("name", "metric"),
    [
        ("csat", "customer_satisfaction"),
        ("NPS", "net_promoter_score"),
        ("ces", "customer_effort"),
        ("frt", "first_response_time"),
        ("fcr", "first_contact_resolution"),
        ("aht", "handle_time"),
        ("asa", "answer_time"),
        ("mttr", "resolution_time"),
        ("sla", "service_level"),
        ("Average Speed of Answer", "answer_time"),
    ],
)
def test_metrics_are_found_by_what_others_call_them(name: str, metric: str) -> None:
    assert meanings(name)[0] == metric


def test_every_other_name_stands_for_a_metric_that_there_is() -> None:
    from csaudit.metrics import other_names

    metrics = {
        *other_names._NAMES,
        *(one for several in other_names._ALSO.values() for one in several),
    }
    assert metrics <= set(catalogue())
    names = [name for others in other_names._NAMES.values() for name in others.split("|")]
    assert len(names) == len(set(names))


def test_names_in_double_quotes_are_left_alone_by_what_is_offered() -> None:
    written = '"Time [h]" == 3 && "a == b" = 1'
    with pytest.raises(StandardsError) as caught:
        load(Path("standards.yaml"), text=text_of("", {"within": "4h", "where": written}))
    line = caught.value.problems[0].instead
    assert line is not None
    assert yaml.safe_load(line) == {"where": '"Time [h]" = 3 AND "a == b" = 1'}


@pytest.mark.parametrize(
    "keys",
    [
        {"within": "1 day", "calendar": ["office"]},
        {"within": "2 business days", "calendar": {"a": 1}},
        {"within": "1 day", "calendar_by": ["branch"]},
        {"limit": ["4h"]},
        {"Group-By": {"a": 1}, "within": "4h"},
    ],
)
def test_what_stands_there_in_another_shape_is_a_mistake_and_no_crash(
    keys: dict[str, object],
) -> None:
    with pytest.raises(StandardsError) as caught:
        load(Path("standards.yaml"), text=text_of(OFFICE, keys))
    assert all("…" not in (problem.instead or "") for problem in caught.value.problems)


def test_business_days_without_a_clock_that_closes_get_one() -> None:
    keys: dict[str, object] = {"within": "2 business days", "calendar": "always"}
    [standard] = pasted(OFFICE, keys, set()).standards
    assert standard.calendar == "office"
