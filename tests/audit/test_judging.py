"""Targets, warnings, groups and the gate: judged on exact numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from csaudit.errors import StandardsError, UsageError

if TYPE_CHECKING:
    from csaudit.audit.report import Report
    from tests.small_audit import Bench


def yes_and_no(yes: int, no: int, group: str = "x") -> list[str]:
    return [f"{group},yes"] * yes + [f"{group},no"] * no


def share(bench: Bench, rows: list[str], extra: str) -> Report:
    table = "id,branch,kept\n" + "\n".join(f"{n},{row}" for n, row in enumerate(rows))
    standard = f"{{id: s, statement: Kept., metric: share, success: kept = 'yes', {extra}}}"
    return bench.report(table, f"standards: [{standard}]")


def test_999_of_1000_meets_99_9_percent(bench: Bench) -> None:
    exact = share(bench, yes_and_no(999, 1), "target: 99.9%").gating()[0]
    short = share(bench, yes_and_no(998, 2), "target: 99.9%").gating()[0]
    assert (exact.outcome.value, exact.margin) == ("pass", 0)
    assert short.outcome.value == "fail"
    assert exact.budget is not None
    assert (exact.budget.allowed, exact.budget.used, exact.budget.left) == (1, 1, 0)


@pytest.mark.parametrize(
    ("target", "allowed"), [(">= 80%", 2), ("> 80%", 1), ("> 81%", 1), ("> 99%", 0)]
)
def test_a_budget_is_the_misses_that_the_target_allows(
    bench: Bench, target: str, allowed: int
) -> None:
    budget = share(bench, yes_and_no(9, 1), f'target: "{target}"').gating()[0].budget
    assert budget is not None
    assert (budget.allowed, budget.used, budget.left) == (allowed, 1, allowed - 1)


@pytest.mark.parametrize(
    ("yes", "outcome"), [(94, "fail"), (95, "warn"), (96, "warn"), (97, "pass")]
)
def test_warn_is_stricter_than_the_target(bench: Bench, yes: int, outcome: str) -> None:
    report = share(bench, yes_and_no(yes, 100 - yes), "target: 95%, warn: 97%")
    assert report.gating()[0].outcome.value == outcome


def test_without_a_target_it_is_information(bench: Bench) -> None:
    report = share(bench, yes_and_no(1, 9), "")
    assert report.gating()[0].outcome.value == "info"
    assert report.gate.exit_code == 0


def test_a_ratio_is_judged_through_its_share(bench: Bench) -> None:
    tickets = "id,status,replies,reopens\n" + "\n".join(
        f"{n},resolved,{1 if n < 75 else 2},0" for n in range(100)
    )
    standards = (
        "standards: [{id: fcr, statement: Once., metric: first_contact_resolution, form: ratio,"
        " target: '>= 3'}]"
    )
    result = bench.result(tickets, standards)
    assert (result.value, result.unit, result.outcome.value) == (3, "number", "pass")
    assert (result.numerator, result.denominator, result.n) == (75, 25, 100)


def test_a_ratio_with_nothing_below_the_line_passes_in_words(bench: Bench) -> None:
    result = bench.result(
        "id,status,replies,reopens\n1,resolved,1,0\n",
        "standards: [{id: fcr, statement: Once., metric: first_contact_resolution, form: ratio,"
        " target: '>= 3'}]",
    )
    assert result.outcome.value == "pass"
    assert result.value is None
    assert result.reason == result.words == "nothing below the line"


def test_each_group_must_reach_the_target(bench: Bench) -> None:
    rows = yes_and_no(36, 4, "Leeds") + yes_and_no(20, 20, "Hull") + yes_and_no(0, 5, "Tiny")
    result = share(bench, rows, "target: 80%, judge: {each: branch}").gating()[0]
    assert result.outcome.value == "fail"
    assert result.words == "missed by Hull"
    assert (result.numerator, result.denominator) == (56, 85)
    reach = share(bench, rows, "target: 80%, judge: {each: branch, reach: '>= 50%'}")
    assert reach.gating()[0].outcome.value == "pass"


def test_the_spread_is_best_minus_worst(bench: Bench) -> None:
    rows = yes_and_no(36, 4, "Leeds") + yes_and_no(30, 10, "Hull")
    result = share(bench, rows, "target: '<= 10%', judge: {spread: branch}").gating()[0]
    assert result.value == pytest.approx(0.15)
    assert result.outcome.value == "fail"
    one = share(bench, yes_and_no(36, 4, "Leeds"), "target: '<= 10%', judge: {spread: branch}")
    assert (one.gating()[0].outcome.value, one.gating()[0].reason) == ("no_data", "too_few")


def test_small_groups_are_shown_and_not_judged(bench: Bench) -> None:
    report = share(bench, yes_and_no(3, 1, "Hull"), "target: 80%, by: [branch]")
    group = next(result for result in report.results if not result.gates)
    assert (group.outcome.value, group.reason, group.value) == ("no_data", "too_few", 0.75)
    assert not group.gates


def test_confidence_warns_where_the_sample_is_too_small_to_tell(bench: Bench) -> None:
    result = share(bench, yes_and_no(19, 1), "target: 90%, confidence: 95%").gating()[0]
    assert (result.outcome.value, result.certain) == ("warn", False)
    sure = share(bench, yes_and_no(1990, 10), "target: 90%, confidence: 95%").gating()[0]
    assert (sure.outcome.value, sure.certain) == ("pass", True)


def test_lower_is_better_counts_the_bad_thing(bench: Bench) -> None:
    tickets = "id,status,reopens\n" + "\n".join(f"{n},resolved,{int(n < 6)}" for n in range(100))
    result = bench.result(
        tickets, "standards: [{id: r, statement: Holds., metric: reopen_rate, target: 5%}]"
    )
    assert (result.value, result.numerator, result.outcome.value) == (0.06, 6, "fail")
    assert result.target is not None
    assert result.target.op == "<="
    assert result.margin == pytest.approx(-0.01)


def test_fail_on_never_still_gates_a_mandatory_standard(bench: Bench) -> None:
    tickets = "id,kept\n1,no\n"
    plain = "{id: s, statement: K., metric: share, success: kept = 'yes', target: 50%}"
    mandatory = plain.replace("}", ", mandatory: true}")
    assert bench.report(tickets, f"standards: [{plain}]", fail_on="never").gate.exit_code == 0
    gate = bench.report(tickets, f"standards: [{mandatory}]", fail_on="never").gate
    assert (gate.exit_code, [one.id for one in gate.tripped_by]) == (1, ["s"])


@pytest.mark.parametrize(("policy", "fail_on", "code"), [
    ("fail", "fail", 1), ("warn", "fail", 0), ("warn", "warn", 1), ("ignore", "warn", 0),
])  # fmt: skip
def test_no_data_gates_by_its_policy(bench: Bench, policy: str, fail_on: str, code: int) -> None:
    report = bench.report(
        "id,kept,nps\n1,yes,\n",
        f"""
        standards:
          - {{id: s, statement: K., metric: share, success: kept = 'yes', target: 50%}}
          - {{id: n, statement: N, metric: net_promoter_score, target: 1, on_no_data: {policy}}}
        """,
        fail_on=fail_on,
    )
    assert report.gate.exit_code == code


def test_select_and_ignore_name_standards_that_exist(bench: Bench) -> None:
    tickets = "id,kept\n1,yes\n"
    standards = "standards: [{id: kept, statement: K., metric: share, success: kept = 'yes'}]"
    with pytest.raises(UsageError, match='did you mean "kept"'):
        bench.report(tickets, standards, select=("kep",))
    with pytest.raises(UsageError, match="leave no standard"):
        bench.report(tickets, standards, ignore=("kept",))


def test_a_mistake_in_a_condition_is_told_with_its_place(bench: Bench) -> None:
    with pytest.raises(StandardsError) as caught:
        bench.report(
            "id,channel\n1,email\n",
            """
            standards:
              - id: s
                statement: S.
                metric: share
                success: channel = "email"
            """,
        )
    (problem,) = caught.value.problems
    assert (problem.place.line, problem.place.column) == (6, 14)
    assert problem.instead == "success: channel = 'email'"


def test_each_stretch_is_judged_by_the_target_that_held(bench: Bench) -> None:
    tickets = "id,created_at,kept\n" + "\n".join(
        [f"a{n},2026-03-01T08:00Z,{'yes' if n < 18 else 'no'}" for n in range(20)]
        + [f"b{n},2026-08-01T08:00Z,{'yes' if n < 18 else 'no'}" for n in range(20)]
    )
    report = bench.report(
        tickets,
        """
        timezone: Europe/London
        standards:
          - id: s
            statement: Kept.
            metric: share
            success: kept = 'yes'
            target: [{from: 2026-01-01, is: ">= 90%"}, {from: 2026-07-01, is: ">= 95%"}]
            every: quarter
            min_n: 1
        """,
    )
    whole, first, third = report.results
    assert (whole.outcome.value, whole.words) == ("fail", "missed from 2026-07-01")
    assert [detail.n for detail in whole.details] == [20, 20]
    assert (first.outcome.value, third.outcome.value) == ("pass", "fail")


def test_two_demands_on_one_ticket(bench: Bench) -> None:
    tickets = """
        id,created_at,first_response_at,resolved_at
        both,2026-01-01T08:00Z,2026-01-01T08:30Z,2026-01-02T08:00Z
        late answer,2026-01-01T08:00Z,2026-01-01T09:30Z,2026-01-02T08:00Z
        late end,2026-01-01T08:00Z,2026-01-01T08:30Z,2026-01-05T08:00Z
        not yet,2026-01-04T08:00Z,2026-01-04T08:30Z,
        """
    result = bench.result(
        tickets,
        """
        standards:
          - id: s
            statement: Acknowledged within the hour and followed through within two days.
            metric: first_response_time
            within: 1h
            and: {metric: resolution_time, within: 48h}
        """,
    )
    assert (result.numerator, result.n, result.not_due) == (1, 3, 1)


def test_a_second_condition_that_is_unknown_is_not_applicable_unless_missed(bench: Bench) -> None:
    tickets = """
        id,created_at,first_response_at,accurate
        1,2026-01-01T08:00Z,2026-01-01T08:30Z,yes
        2,2026-01-01T08:00Z,2026-01-01T08:30Z,no
        3,2026-01-01T08:00Z,2026-01-01T08:30Z,
        4,2026-01-01T08:00Z,2026-01-01T09:30Z,
        """
    result = bench.result(
        tickets,
        """
        standards:
          - {id: s, statement: S., metric: first_response_time, within: 1h, and: accurate = 'yes'}
        """,
    )
    assert (result.numerator, result.n, result.not_applicable_by) == (1, 3, {"and: unknown": 1})


def test_a_day_is_judged_however_few_its_records_and_a_group_is_not(bench: Bench) -> None:
    tickets = "id,created_at,status,branch\n1,2026-01-05T08:00Z,open,Hull\n"
    standards = """
        timezone: UTC
        standards:
          - {id: days, metric: resolution_rate, target: 50%, every: day, by: [branch]}
          - {id: each, metric: resolution_rate, target: 50%, judge: {each: day}}
    """
    found = bench.report(tickets, standards)
    told = {(one.id, bool(one.group), one.period is not None): one.outcome for one in found.results}
    assert told["days", False, True] == "fail"
    assert told["days", True, False] == "no_data"
    assert told["each", False, False] == "fail"


@pytest.mark.parametrize(
    ("target", "outcome", "reason"),
    [("<= 100h", "no_data", "too_few"), ("<= 9h", "fail", None), ("<= 10h", "no_data", "too_few")],
)
def test_what_is_known_only_to_last_at_least_so_long_fails_no_longer_target(
    bench: Bench, target: str, outcome: str, reason: str | None
) -> None:
    tickets = """
        id,created_at,resolved_at,updated_at
        1,2026-01-05T00:00Z,2026-01-05T01:00Z,
        2,2026-01-05T00:00Z,2026-01-05T02:00Z,
        3,2026-01-05T00:00Z,,2026-01-05T10:00Z
    """
    standard = (
        f'standards: [{{id: p, metric: resolution_time, statistic: p90, target: "{target}"}}]'
    )
    result = bench.result(tickets, standard)
    assert (result.value, result.bound) == (36_000.0, "lower")
    assert (result.outcome, result.reason) == (outcome, reason)
    assert (result.margin is None) is (outcome == "no_data")


def test_times_of_different_clocks_are_not_ranked(bench: Bench) -> None:
    tickets = """
        id,created_at,resolved_at,priority
        1,2026-01-05T09:00Z,2026-01-05T10:00Z,urgent
        2,2026-01-05T09:00Z,2026-01-06T10:00Z,normal
    """
    standard = """
        timezone: UTC
        calendars: {{office: {{hours: {{mon-fri: "09:00-17:00"}}}}}}
        standards:
          - id: one
            metric: resolution_time
            within: {{by: priority, limits: {{urgent: {urgent}, normal: 24h}}}}
            calendar: office
            target: 50%
    """
    mixed = bench.result(tickets, standard.format(urgent="{limit: 4h, calendar: always}"))
    alike = bench.result(tickets, standard.format(urgent="4h"))
    assert (mixed.value, mixed.reached_seconds) == (1.0, None)
    assert (alike.value, alike.reached_seconds) == (1.0, 3_600.0)


@pytest.mark.parametrize("value", ["avg(order_value)", "sum(replies) / count(*)"])
def test_a_value_that_is_the_target_reaches_it(bench: Bench, value: str) -> None:
    tickets = "id,order_value,replies\n" + "\n".join(
        f"{n},{('0.1', '0.2', '0.6')[n % 3]},{int(n % 10 < 3)}" for n in range(30)
    )
    standard = f"standards: [{{id: v, metric: value, value: {value}, target: '>= 0.3'}}]"
    result = bench.result(tickets, standard)
    assert (result.value, result.margin, result.outcome) == (0.3, 0.0, "pass")
