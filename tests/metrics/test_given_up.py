"""Who gave up: out of the words of a disposition, and what it means that nobody did."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import csaudit

if TYPE_CHECKING:
    from csaudit.audit.report import Report, Result
    from tests.small_audit import Bench

LEVEL = "{id: sl, metric: service_level, within: 20s, target: 80%}"
RATE = "{id: rate, metric: abandonment_rate, target: 5%}"


def calls(*rows: tuple[str, str], header: str = "Disposition") -> str:
    told = (
        f"{n},2026-10-01T09:{n % 60:02}:00Z,{wait},{word}" for n, (wait, word) in enumerate(rows)
    )
    return "\n".join([f"call_id,offered_at,wait,{header}", *told, ""])


def audited(bench: Bench, table: str, *standards: str, top: str = "") -> Report:
    export, file = bench.folder / "calls.csv", bench.folder / "standards.yaml"
    export.write_text(table, encoding="utf-8")
    text = f"version: 1\ntimezone: UTC\n{top}standards: [{', '.join(standards)}]\n"
    file.write_text(text, encoding="utf-8")
    return csaudit.check({"calls": export}, file)


def result(report: Report, name: str) -> Result:
    (found,) = [one for one in report.gating() if one.id == name]
    return found


@pytest.mark.parametrize("header", ["Disposition", "Call result", "Status", "Call outcome"])
def test_words_of_a_disposition_tell_who_gave_up(bench: Bench, header: str) -> None:
    rows = (("10s", "Answered"), ("12s", "Abandoned"), ("50s", "Answered"), ("5s", "ABANDONED "))
    report = audited(bench, calls(*rows, header=header), LEVEL, RATE)
    assert result(report, "sl").value == 0.25
    assert result(report, "rate").value == 0.5


@pytest.mark.parametrize(
    ("given_up", "answered"),
    [
        ("No answer", "Completed"),
        ("Missed call", "Connected"),
        ("Voicemail", "Handled"),
        ("Aufgelegt", "Angenommen"),
        ("Sans réponse", "Décroché"),
        ("Perdida", "Atendida"),
    ],
)
def test_the_words_are_those_of_many_exchanges(bench: Bench, given_up: str, answered: str) -> None:
    report = audited(bench, calls(("9s", given_up), ("9s", answered)), RATE)
    assert result(report, "rate").value == 0.5


def test_a_word_that_nobody_knows_is_unreadable_and_not_guessed(bench: Bench) -> None:
    rows = [("9s", "Answered")] * 97 + [("9s", "Abandoned"), ("9s", "Purple"), ("9s", "Answered")]
    found = result(audited(bench, calls(*rows), RATE), "rate")
    assert found.unreadable_by == {"abandoned": 1}
    assert (found.n, found.numerator) == (99, 1)


def test_a_column_of_other_words_tells_nothing(bench: Bench) -> None:
    rows = (("9s", "Gold"), ("9s", "Silver"))
    report = audited(bench, calls(*rows, header="Status"), LEVEL)
    assert result(report, "sl").value == 1
    (note,) = [one for one in report.notes if one.code == "given_up_unknown"]
    assert "every call counts as answered" in note.message


def test_where_nobody_gave_up_among_many_there_is_no_verdict(bench: Bench) -> None:
    rows = [("9s", "Answered")] * 100
    found = result(audited(bench, calls(*rows), LEVEL, RATE), "rate")
    assert (found.outcome, found.reason, found.value) == ("no_data", "no_records", None)
    assert "expect: {abandoned: 0}" in str(found.words)
    few = result(audited(bench, calls(*rows[:99]), RATE), "rate")
    assert (few.outcome, few.value) == ("pass", 0)


def test_the_file_may_say_that_nobody_gives_up(bench: Bench) -> None:
    rows = [("9s", "Answered")] * 100
    top = "tables: {calls: {expect: {abandoned: 0}}}\n"
    found = result(audited(bench, calls(*rows), RATE, top=top), "rate")
    assert (found.outcome, found.value) == ("pass", 0)


def test_a_state_of_a_country_is_no_status(bench: Bench) -> None:
    from csaudit.errors import DataError

    rows = "id,created_at,State\n1,2026-10-01T09:00:00Z,Ohio\n2,2026-10-02T09:00:00Z,Texas\n"
    standard = "standards: [{id: a, metric: resolution_rate, target: 50%}]\n"
    with pytest.raises(DataError, match="not one standard can be measured"):
        bench.report(rows, standard)
    known = bench.report(rows.replace("Ohio", "Closed").replace("Texas", "Open"), standard)
    assert known.gating()[0].value == 0.5


def test_a_caller_who_gave_up_would_have_waited_at_least_as_long(bench: Bench) -> None:
    waits = [("5", "answered"), ("10", "answered"), ("30", "abandoned"), ("40", "abandoned")]
    level = "{id: sl, metric: service_level, within: 20s, target: 75%}"
    found = audited(bench, calls(*waits), level).gating()[0]
    assert (found.numerator, found.n) == (2, 4)
    assert found.reached_seconds is None
    half = "{id: sl, metric: service_level, within: 20s, target: 50%}"
    assert audited(bench, calls(*waits), half).gating()[0].reached_seconds == 10
