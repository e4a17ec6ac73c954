from __future__ import annotations

from datetime import date

import pytest

from csaudit.errors import Place
from csaudit.standards import EXAMPLE, load
from csaudit.standards.advice import MANY, Advice, advise
from tests.standards.writing import OFFICE, one_standard, read

TODAY = date(2026, 10, 1)
GOOD = """\
version: 1
leave_out:
  - {where: "tag('unreachable')", reason: client not reached}
standards:
  - id: answers
    statement: We answer 95 % of e-mails within 4 hours.
    metric: first_response_time
    within: 4h
    target: 95%
    owner: support lead
    review_by: 2027-01-31
  - id: satisfied
    statement: Four of five customers are satisfied.
    metric: customer_satisfaction
    scale: 1-5
    target: 80%
    owner: support lead
    review_by: 2027-01-31
"""


def codes(text: str) -> list[str]:
    return [advice.code for advice in advise(read(text), TODAY)]


def with_line(line: str) -> list[Advice]:
    """Remarks on the good set with one line more in its first standard."""
    key = line.split(":", maxsplit=1)[0]
    kept = [x for x in GOOD.split("\n") if not x.startswith(f"    {key}:") or "customers" in x]
    place = kept.index("    metric: first_response_time") + 1
    return list(advise(read("\n".join([*kept[:place], f"    {line}", *kept[place:]])), TODAY))


def test_a_good_set_gets_no_remark() -> None:
    assert codes(GOOD) == []


@pytest.mark.parametrize(
    ("line", "code", "what"),
    [
        (
            "review_by: 2026-09-30",
            "review_overdue",
            "answers: its review was due on 2026-09-30.",
        ),
        (
            "statement: We answer e-mails promptly.",
            "vague",
            'answers: "promptly" is no number that a record can prove.',
        ),
        (
            "statement: We answer 90 % of e-mails within 4 hours.",
            "says_otherwise",
            "answers: the sentence says 90 %, the target >= 95%.",
        ),
        (
            "mandatory: true",
            "no_reference",
            "answers: a mandatory standard names the rule that sets it.",
        ),
        (
            "reference: Ofcom GC C4",
            "not_mandatory",
            "answers: a rule is named, but the standard is not mandatory.",
        ),
        (
            'target: "<= 95%"',
            "wrong_side",
            "answers: <= 95% asks for less than could be: of first_response_time higher is better.",
        ),
    ],
)
def test_a_weakness_of_a_standard_is_remarked_on(line: str, code: str, what: str) -> None:
    [advice] = [one for one in with_line(line) if one.code == code]
    assert (advice.problem.what, advice.standard) == (what, "answers")
    assert advice.problem.place.line > 1
    assert str(advice).startswith(f"standards.yaml:{advice.problem.place.line}:")


def test_who_is_missing_is_asked_for() -> None:
    text = "\n".join(line for line in GOOD.split("\n") if "owner" not in line)
    assert codes(text) == ["no_owner", "no_owner"]
    text = "\n".join(line for line in GOOD.split("\n") if "review" not in line)
    assert codes(text) == ["no_review", "no_review"]
    text = "\n".join(line for line in GOOD.split("\n") if "statement" not in line)
    assert codes(text) == ["no_statement", "no_statement"]


def test_a_figure_is_no_standard_and_needs_no_owner() -> None:
    text = GOOD + "  - {id: replies, statement: Replies, metric: replies_to_resolve}\n"
    assert codes(text) == ["no_target"]


@pytest.mark.parametrize("target", ["", "    target: 100%\n"])
def test_every_single_one_needs_named_exceptions(target: str) -> None:
    body = GOOD.replace("    target: 95%\n", target).replace("We answer 95 % of", "We answer")
    assert codes(body) == []
    without = "version: 1\n" + body[body.index("standards:") :]
    assert codes(without) == ["no_exceptions"]


def test_times_alone_are_not_enough() -> None:
    text = GOOD[: GOOD.index("  - id: satisfied")]
    assert codes(text) == ["only_times", "no_feelings"]


def test_more_standards_than_people_remember_are_too_many() -> None:
    one = GOOD[GOOD.index("  - id: satisfied") :]
    more = "".join(one.replace("satisfied", f"s{n}", 1) for n in range(MANY - 2))
    assert codes(GOOD + more) == []
    assert codes(GOOD + more + one.replace("satisfied", "last", 1)) == ["too_many"]


def test_a_calendar_that_nothing_uses_is_remarked_on() -> None:
    text = GOOD.replace("version: 1\n", "version: 1\n" + OFFICE)
    [advice] = advise(read(text), TODAY)
    assert (advice.code, advice.problem.place) == ("unused_calendar", Place(3, 11))
    second = "    calendar: office\n    within: 4h\n"
    assert codes(text.replace("    within: 4h\n", second)) == ["longest_wait"]


def test_a_limit_on_opening_hours_is_told_as_a_customer_feels_it() -> None:
    second = "    calendar: office\n    within: 24h\n"
    text = GOOD.replace("version: 1\n", "version: 1\n" + OFFICE).replace("    within: 4h\n", second)
    [advice] = advise(read(text), TODAY)
    assert advice.problem.what == (
        "answers: 24h on office hours is 3 working days: Wednesday 10:00 is due Monday 10:00; "
        "if one day is meant, write  within: 1 working day."
    )
    line = text.split("\n")[advice.problem.place.line - 1]
    assert line[advice.problem.place.column - 1 :] == "24h"


def test_a_calendar_of_a_second_metric_is_used() -> None:
    body = """
        metric: first_response_time
        within: 4h
        and: {metric: resolution_time, within: 2h, calendar: office}
    """
    assert "unused_calendar" not in codes(one_standard(body, OFFICE))


def test_the_example_is_good_but_for_what_only_a_team_knows() -> None:
    found = {advice.code for advice in advise(load(EXAMPLE), TODAY)}
    assert found == {"no_owner", "no_review", "no_target"}


@pytest.mark.parametrize(
    ("line", "what", "instead"),
    [
        ("where: chanel = 'email'", "csaudit knows no column chanel", "channel"),
        ('where: channel = "email"', '"email" is a column', "channel = 'email'"),
        (
            "where: 'channel = \"email\" OR spam'",
            '"email" is a column',
            "channel = 'email' OR spam",
        ),
        ("by: branchs", "csaudit knows no column branchs", "branch"),
        ("judge: {each: agents}", "csaudit knows no column agents", "agent"),
        ("within: {by: prioritys, limits: {high: 1h}}", "no column prioritys", "priority"),
        ("and: review.agent = 'x'", "no column review.agent", "reviews.agent"),
        ("leave_out: [{where: spamm, reason: spam}]", "no column spamm", "spam"),
    ],
)
def test_a_name_that_is_nearly_a_column_is_remarked_on(line: str, what: str, instead: str) -> None:
    found = [advice for advice in with_line(line) if advice.code == "unknown_column"]
    assert [what in advice.problem.what for advice in found] == [True]
    assert found[0].problem.instead == instead


@pytest.mark.parametrize(
    "line",
    [
        "where: refund > 3 AND created_hour = 9",
        "and: reviews.accurate",
        "by: [Region, created_weekday]",
    ],
)
def test_columns_of_the_exports_own_are_not_remarked_on(line: str) -> None:
    assert [a for a in with_line(line) if a.code == "unknown_column"] == []


def test_columns_of_the_exports_own_are_named_as_such() -> None:
    found = [a for a in with_line("where: Office = 'A' AND spam") if a.code == "own_column"]
    assert [a.problem.what for a in found] == [
        "answers: Office is a column of your export's own, which only an audit can know."
    ]


@pytest.mark.parametrize(
    ("condition", "what"),
    [
        ("replies = 'two'", "replies is a count, and no text"),
        ("created_at > 5", "created_at is an instant, and no number"),
        ("created_at > 'soon'", "created_at is an instant, and no text"),
        ("spam = 'yes'", "spam is a yes or no, and stands by itself"),
        ("channel = 3", "channel is a text, and no number"),
        ("requester_wait > 'long'", "requester_wait is a duration, and no text"),
    ],
)
def test_what_a_column_never_is_is_told_before_an_audit(condition: str, what: str) -> None:
    found = [a for a in with_line(f'where: "{condition}"') if a.code == "wrong_type"]
    assert [what in a.problem.what for a in found] == [True]


@pytest.mark.parametrize(
    "condition",
    ["replies > 2", "created_at >= '2026-10-01'", "csat = 'Good'", "channel = 'email'", "x = 'y'"],
)
def test_what_a_column_may_be_is_not_remarked_on(condition: str) -> None:
    assert [a for a in with_line(f'where: "{condition}"') if a.code == "wrong_type"] == []


def test_a_share_as_the_target_of_a_score_is_remarked_on() -> None:
    text = (
        "version: 1\nstandards:\n"
        '  - {{id: a, statement: We are recommended., metric: net_promoter_score, target: "{}"}}\n'
    )
    small, meant = (advise(read(text.format(target)), TODAY) for target in (">= 0.3", ">= 30"))
    [advice] = [one for one in small if one.code == "small_score"]
    assert advice.problem.instead == 'target: ">= 30"'
    assert "small_score" not in {one.code for one in meant}
