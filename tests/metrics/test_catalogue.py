"""Every metric in the catalogue explains itself, and its example is a standard."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from csaudit.metrics import catalogue
from csaudit.metrics.declaration import Kind
from csaudit.metrics.parts import explaining
from csaudit.standards import load
from csaudit.tables import TABLES

if TYPE_CHECKING:
    from pathlib import Path

    from csaudit.metrics.declaration import Metric

METRICS = catalogue()
OF_STANDARDS_MD = """
    first_response_time next_response_time resolution_time waiting_time handle_time due_date_met
    first_contact_resolution reopen_rate replies_to_resolve reassignment_rate closure_rate
    resolution_rate throughput backlog backlog_age single_question_rate topic_share
    customer_success_rate brand_awareness_rate greeting_rate customer_effort net_promoter_score
    customer_satisfaction survey_response_rate answer_time transfer_rate service_level
    abandonment_rate queue_length quality_score checklist_compliance accuracy_rate
    conversion_rate average_order_value share value
""".split()


@pytest.fixture(params=METRICS.values(), ids=list(METRICS))
def metric(request: pytest.FixtureRequest) -> Metric:
    found: Metric = request.param
    return found


def test_nothing_stays_a_name() -> None:
    assert sorted(OF_STANDARDS_MD) == list(METRICS)


def test_it_is_named_as_its_file(metric: Metric, root: Path) -> None:
    assert (root / "csaudit" / "metrics" / f"{metric.name}.py").is_file()


def test_it_explains_itself_in_sentences(metric: Metric) -> None:
    assert re.fullmatch(r"[A-Z].{10,99}\.", metric.summary)
    assert re.fullmatch(r"[A-Z].{40,1200}\.", metric.definition)
    assert metric.formula
    assert metric.elsewhere
    assert not re.search("TODO|TBD|FIXME", f"{metric}")
    for setting in metric.settings:
        assert setting.meaning[0].islower()
        assert not setting.meaning.endswith(".")


def test_its_example_is_a_standard(metric: Metric, tmp_path: Path) -> None:
    lines = "".join(f"  {line}\n" for line in metric.example.splitlines())
    calendars = "calendars: {office: {timezone: UTC, hours: {mon-fri: '09:00-17:00'}}}\n"
    file = tmp_path / "standards.yaml"
    file.write_text(f"version: 1\ntimezone: UTC\n{calendars}standards:\n{lines}", encoding="utf-8")
    (standard,) = load(file).standards
    assert standard.metric == metric.name
    assert "statement" in standard.explicit


def test_it_says_what_it_reads_before_any_setting_is_written(metric: Metric) -> None:
    for table in metric.tables:
        assert table in TABLES
        assert all(metric.columns(metric.defaults(), table).needs)


def test_a_setting_has_a_default_or_is_required(metric: Metric) -> None:
    for setting in metric.settings:
        assert not (setting.required and setting.default is not None)
        if setting.choices and isinstance(setting.default, str) and not setting.or_column:
            assert setting.default in setting.choices


def test_series_give_no_verdict_for_one_record(metric: Metric) -> None:
    if metric.kind is Kind.SERIES:
        assert not metric.judges_records


def test_the_catalogue_is_read_without_polars() -> None:
    code = "import sys; from csaudit.metrics import catalogue; catalogue(); print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert "polars" not in loaded.stdout.split()
    assert "csaudit.metrics.backlog" in loaded.stdout.split()


def test_a_metric_knows_no_targets_files_or_output(root: Path) -> None:
    for path in (root / "csaudit" / "metrics").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("csaudit."):
                assert (node.module or "").split(".")[1] in {"metrics", "tables"}, path


def test_what_each_table_needs_is_said_where_they_differ() -> None:
    waiting = explaining.needs(METRICS["waiting_time"])
    assert waiting == "of tickets: requester_wait; of calls: wait or answered_at or hold"
    assert explaining.needs(METRICS["backlog_age"]).startswith("created_at, resolved_at or")


def test_a_default_is_shown_as_it_would_be_written() -> None:
    fcr = METRICS["first_contact_resolution"]
    shown = {setting.name: explaining.default(setting) for setting in fcr.settings}
    assert (shown["settle"], shown["no_repeat"], shown["replies"]) == ("0s", "off", "= 1")
    assert [explaining.default(one) for one in METRICS["customer_effort"].settings][:2] == [
        "required",
        "required",
    ]


def test_how_a_duration_is_judged_is_said(metric: Metric) -> None:
    said = explaining.judged_by(metric)
    assert (said is not None) == metric.takes_limit
    if said is not None:
        assert ("statistic" in said) != metric.needs_limit
