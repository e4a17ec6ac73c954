"""Reports made by hand: the one that DESIGN.md draws, and one whose every text is hostile."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from csaudit.audit.identity import PeriodOf
from csaudit.audit.report import (
    Budget,
    Example,
    Gate,
    InputSummary,
    Limit,
    Note,
    PlaceOf,
    Report,
    Result,
    ResultDetail,
    Run,
    StandardsFile,
    Target,
    TimesUpTo,
    Tool,
    TrippedBy,
    WorstCase,
)
from csaudit.outcomes import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

AT_LEAST_90 = Target(op=">=", value=0.9)
AT_LEAST_95 = Target(op=">=", value=0.95)
AT_MOST_5 = Target(op="<=", value=0.05)


def result(name: str = "urgent-resolution", **facts: Any) -> Result:  # noqa: ANN401 - what a field takes
    """A standard with everything that a test does not name left out."""
    usual: dict[str, Any] = {
        "statement": "We keep our word.",
        "metric": "resolution_time",
        "table": "tickets",
        "group": {},
        "period": None,
        "gates": True,
        "outcome": Outcome.PASS,
    }
    return Result(id=name, **(usual | facts))


def share(name: str, kept: int, of: int, target: Target = AT_LEAST_90, **facts: Any) -> Result:  # noqa: ANN401 - what a field takes
    """A share of so many records, with the outcome that follows from its target."""
    value = kept / of
    above = value >= target.value
    good = above if target.op == ">=" else value <= target.value
    misses = of - kept if target.op == ">=" else kept
    rate = 1 - target.value if target.op == ">=" else target.value
    allowed = int(of * rate + 1e-9)
    usual: dict[str, Any] = {
        "outcome": Outcome.PASS if good else Outcome.FAIL,
        "value": value,
        "target": target,
        "margin": value - target.value if target.op == ">=" else target.value - value,
        "n": of,
        "numerator": kept,
        "denominator": of,
        "budget": Budget(allowed=allowed, used=misses, left=allowed - misses),
    }
    return result(name, **(usual | facts))


def breakdown(standard: Result, group: Mapping[str, str | None], kept: int, of: int) -> Result:
    """One line below a standard; too few below thirty."""
    one = share(standard.id, kept, of, standard.target or AT_LEAST_90)
    few = of < 30
    return replace(
        standard,
        group=group,
        gates=False,
        words=None,
        outcome=Outcome.NO_DATA if few else one.outcome,
        reason="too_few" if few else None,
        value=one.value,
        margin=None if few else one.margin,
        n=of,
        numerator=kept,
        denominator=of,
        budget=None if few else one.budget,
        not_due=0,
        reached_seconds=None,
        not_applicable_by={},
        details=(),
    )


def report(*results: Result, **facts: Any) -> Report:  # noqa: ANN401 - what a field takes
    """A report of these results on one table of tickets."""
    tripped = tuple(
        TrippedBy(id=one.id, group={}, outcome=one.outcome, reason=one.reason)
        for one in results
        if one.gates and one.outcome in (Outcome.FAIL, Outcome.NO_DATA)
    )
    usual: dict[str, Any] = {
        "tool": Tool(name="csaudit", version="0.1.0"),
        "run": Run(started_at=datetime(2026, 11, 1, 6, 0, tzinfo=UTC), seconds=0.42),
        "as_of": datetime(2026, 10, 31, 17, 42, 5, tzinfo=UTC),
        "as_of_from": 'the newest event in the data ("Updated at", row 3,120)',
        "timezone": "Europe/London",
        "inputs": (tickets(),),
        "standards": StandardsFile(
            path="standards.yaml", sha256="5e" * 32, title="Acme Support, service standards"
        ),
        "gate": Gate(
            fail_on="fail", tripped=bool(tripped), exit_code=int(bool(tripped)), tripped_by=tripped
        ),
        "results": results,
    }
    return Report(**(usual | facts))


def tickets(**facts: Any) -> InputSummary:  # noqa: ANN401 - what a field takes
    """4,312 rows of tickets."""
    usual: dict[str, Any] = {
        "table": "tickets",
        "paths": ("tickets.csv",),
        "sha256": "ab" * 32,
        "source": "by column names",
        "rows": 4312,
        "superseded": 0,
        "outside_period": 0,
        "left_out": {"spam": 88, "merged": 21, "unreachable client": 7},
        "unreadable": {"created_at": 4},
        "undated": 4,
        "audited": 4192,
        "first": datetime(2026, 10, 1, 7, 3, tzinfo=UTC),
        "last": datetime(2026, 10, 31, 16, 58, tzinfo=UTC),
        "examples": {
            "created_at": (
                Example(text="31/10/2026 25:10", row=1207, path="tickets.csv"),
                Example(text="soon", row=2001, path="tickets.csv"),
            )
        },
        "headers": {"created_at": "Created at"},
    }
    return InputSummary(**(usual | facts))


def acme() -> Report:
    """The audit that DESIGN.md draws, with a survey and a share of which less is better."""
    office = Limit(text="24h", seconds=86400, calendar="office")
    urgent = share(
        "urgent-resolution",
        152,
        187,
        limit=Limit(text="4h", seconds=14400, calendar="always"),
        reached_seconds=24000.0,
        dimension="efficiency",
        severity="critical",
        place=PlaceOf(line=31, column=5),
        statement="We resolve urgent problems within 4 hours.",
    )
    email = share(
        "email-first-response",
        1781,
        1842,
        AT_LEAST_95,
        metric="first_response_time",
        outcome=Outcome.WARN,
        warn=Target(op=">=", value=0.97),
        limit=office,
        not_due=17,
        not_applicable=2321,
        not_applicable_by={"where": 2309, "closed unanswered": 12},
        left_out=116,
        left_out_by={"spam": 88, "merged": 21, "unreachable client": 7},
        reached_seconds=75900.0,
        dimension="responsiveness",
    )
    phone = result(
        "phone-three-rings",
        metric="answer_time",
        table="calls",
        outcome=Outcome.NO_DATA,
        reason="column_missing",
        words="no calls were given: add calls=FILE, or on_no_data: ignore",
        limit=Limit(text="3 rings", seconds=18, calendar="always"),
        target=AT_LEAST_90,
        dimension="responsiveness",
    )
    happy = share(
        "happy-customers",
        180,
        212,
        metric="customer_satisfaction",
        counted="satisfied",
        target=Target(op=">=", value=0.85),
        interval=(0.7945, 0.8909),
        certain=False,
        dimension="quality",
        outcome=Outcome.FAIL,
    )
    reopened = share(
        "few-reopened",
        61,
        1500,
        AT_MOST_5,
        metric="reopen_rate",
        counted="reopened",
        dimension="quality",
    )
    backlog = result(
        "handled-a-day",
        metric="throughput",
        outcome=Outcome.INFO,
        value=63.4,
        unit="number",
        statistic="mean",
        n=31,
    )
    median = result(
        "median-resolution",
        unit="seconds",
        statistic="median",
        value=75901.0,
        target=Target(op="<=", value=86400.0),
        margin=10499.0,
        n=3990,
        not_due=202,
        settings={"calendar": "always"},
        dimension="efficiency",
    )
    weeks = tuple(
        replace(
            breakdown(urgent, {}, kept, of),
            period=PeriodOf(every="week", start=date(2026, 10, day)),
        )
        for day, kept, of in ((5, 50, 60), (12, 60, 70), (19, 42, 57))
    )
    return report(
        urgent,
        breakdown(urgent, {"branch": "Leeds"}, 41, 62),
        breakdown(urgent, {"branch": "York"}, 104, 116),
        breakdown(urgent, {"branch": "Hull"}, 7, 9),
        *weeks,
        email,
        phone,
        median,
        happy,
        reopened,
        backlog,
        notes=(
            Note(
                code="misses_gather",
                message="misses gather at branch Leeds (60 % of them, 33 % of the tickets)",
                standard="urgent-resolution",
            ),
            Note(
                code="suspicious_first_reply",
                message="41 % of the first replies came within a minute: are they a machine's?",
                setting="leave_out: [{where: \"agent = 'bot'\", reason: answered by a machine}]",
                standard="email-first-response",
            ),
        ),
    )


HOSTILE = 'a[red]b[/x]\x1b[31mc\u202ed\n"e",\x9b=f\x00\u2028日本'


def nasty() -> Report:
    """Every text of the report is out to break a format, a terminal or a spreadsheet."""
    one = share(
        "nasty",
        1,
        3,
        statement=f"={HOSTILE}",
        dimension=HOSTILE,
        owner=HOSTILE,
        reference=HOSTILE,
        mandatory=True,
        words=HOSTILE,
        left_out_by={HOSTILE: 1},
        not_applicable_by={HOSTILE: 2},
        details=(ResultDetail(label=HOSTILE, value=0.5, n=2, numerator=1, ids=(HOSTILE,)),),
        settings={HOSTILE: HOSTILE},
        interval=(float("nan"), float("inf")),
        times=(TimesUpTo(part=1, n=3), TimesUpTo(part=None, n=1)),
        worst=(WorstCase(id=HOSTILE, overrun_seconds=60),),
    )
    return report(
        one,
        breakdown(one, {HOSTILE: "@SUM(A1)"}, 1, 40),
        breakdown(one, {HOSTILE: HOSTILE * 10}, 1, 40),
        breakdown(one, {HOSTILE: None}, 1, 40),
        inputs=(
            tickets(
                paths=(HOSTILE, "b\udcff.csv"),
                left_out={HOSTILE: 1},
                unreadable={HOSTILE: 1},
                examples={HOSTILE: (Example(text=HOSTILE, row=1, path=HOSTILE),)},
                headers={HOSTILE: HOSTILE},
            ),
        ),
        standards=StandardsFile(path=HOSTILE, sha256="", title=HOSTILE),
        notes=(Note(code="x", message=HOSTILE, setting=HOSTILE, standard=HOSTILE),),
    )


def as_text(rendered: str | bytes | Iterable[str]) -> str:
    """What a format of text has made."""
    assert not isinstance(rendered, bytes)
    return rendered if isinstance(rendered, str) else "".join(rendered)


def spread(**facts: Any) -> Result:  # noqa: ANN401 - what a field takes
    usual: dict[str, Any] = {
        "counted": "satisfied",
        "statistic": "spread",
        "value": 0.228,
        "margin": -0.128,
        "budget": None,
    }
    return share("x", 805, 948, Target(op="<=", value=0.1), **(usual | facts))
