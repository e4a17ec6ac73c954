"""The Python API, as a notebook, a pipeline or a test of somebody's own uses it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

import csaudit
from csaudit.reports.json import read

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "sample_data"
STANDARDS: dict[str, Any] = {
    "version": 1,
    "timezone": "Europe/London",
    "standards": [
        {"id": "first-contact", "metric": "first_contact_resolution", "target": ">= 75%"},
        {"id": "settled", "metric": "resolution_rate", "target": ">= 90%", "every": "month"},
    ],
}


@pytest.fixture(scope="module")
def audit() -> csaudit.Audit:
    return csaudit.check(SAMPLE / "tickets.csv", STANDARDS)


def values(of: csaudit.Audit) -> list[tuple[str, float | None, int]]:
    return [(one.id, one.value, one.n) for one in of.results]


def test_standards_may_be_a_dict_or_a_path(audit: csaudit.Audit, tmp_path: Path) -> None:
    import yaml

    path = tmp_path / "standards.yaml"
    path.write_text(yaml.safe_dump(STANDARDS), encoding="utf-8")
    assert values(csaudit.check(SAMPLE / "tickets.csv", path)) == values(audit)
    assert values(csaudit.check(str(SAMPLE / "tickets.csv"), str(path))) == values(audit)


@pytest.mark.parametrize(
    "make",
    [
        lambda frame: frame,
        lambda frame: frame.lazy(),
        lambda frame: {"tickets": frame},
        lambda frame: {"tickets": [frame.head(1_000), frame.tail(-1_000)]},
        lambda frame: {"tickets": _Arrow(frame)},
    ],
    ids=["frame", "lazy", "named", "several", "arrow"],
)
def test_tables_may_be_frames(audit: csaudit.Audit, make: Callable[[pl.DataFrame], Any]) -> None:
    frame = pl.read_csv(SAMPLE / "tickets.csv", infer_schema=False)
    found = csaudit.check(make(frame), STANDARDS)
    assert values(found) == values(audit)
    assert found.inputs[0].paths[0] == "a frame in memory"


class _Arrow:
    """A frame that is known by nothing but Arrow's own protocol, as a table of pyarrow is."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._frame.__arrow_c_stream__(requested_schema)


def test_a_frame_of_pandas_is_read_without_its_floats(audit: csaudit.Audit) -> None:
    pandas = pytest.importorskip("pandas", reason="the tests do without pandas")
    # Else pandas takes the cell "n/a", which is unreadable, for an empty one.
    frame = pandas.read_csv(SAMPLE / "tickets.csv", keep_default_na=False, na_values=[""])
    found = csaudit.check(frame, STANDARDS)
    assert values(found) == values(audit)
    assert found.tickets().get_column("record_id").str.contains(r"^\d+$").all()


def test_typed_frames_are_read_without_losing_a_digit() -> None:
    frame = pl.DataFrame(
        {
            "id": [1, 2],
            "created_at": [date(2026, 10, 1), date(2026, 10, 2)],
            "resolved_at": pl.Series(["2026-10-01T10:00:00Z", None]).str.to_datetime(),
            "status": ["closed", "open"],
        }
    )
    standard = {"id": "a", "metric": "resolution_rate", "target": ">= 50%", "min_n": 1}
    of = csaudit.check(frame, {"version": 1, "timezone": "UTC", "standards": [standard]})
    assert of.gating()[0].value == 0.5


def test_the_results_are_a_frame(audit: csaudit.Audit) -> None:
    frame = audit.to_frame()
    assert frame.height == len(audit.results)
    assert frame.get_column("value").to_list() == [one.value for one in audit.results]
    assert frame.schema["value"] == pl.Float64
    assert frame.schema["gates"] == pl.Boolean
    assert frame.schema["period_start"] == pl.Date


def test_the_tickets_behind_a_figure_are_a_frame(audit: csaudit.Audit) -> None:
    missed = audit.tickets(columns="agent")
    (first, settled) = audit.gating()
    own = missed.filter(pl.col("standard") == first.id)
    assert own.height == (first.denominator or 0) - (first.numerator or 0)
    assert missed.columns[-1] == "agent"
    assert settled.id in set(missed.get_column("standard"))
    assert (
        audit.tickets("not_due", "unreadable")
        .get_column("verdict")
        .is_in(["not_due", "unreadable"])
        .all()
    )
    assert audit.tickets("all", limit=7).height == 7


def test_the_gate_can_be_asserted_on(audit: csaudit.Audit) -> None:
    with pytest.raises(csaudit.StandardsNotKeptError, match=r"first-contact: 70\.4 %"):
        audit.raise_for_gate()
    csaudit.check(SAMPLE / "tickets.csv", STANDARDS, fail_on="never").raise_for_gate()


def test_a_notebook_shows_the_page_in_a_frame_that_runs_no_script(audit: csaudit.Audit) -> None:
    shown = audit._repr_html_()
    assert shown is not None
    assert shown.startswith("<iframe sandbox ")
    assert "<html" not in shown
    assert audit.to_html().startswith("<!doctype html>")
    assert "FAIL" in str(audit)


def test_what_is_saved_is_read_again(audit: csaudit.Audit) -> None:
    again = read(audit.to_json())
    assert [one.value for one in again.results] == [one.value for one in audit.results]
    with pytest.raises(ValueError, match="no format 'pdf'"):
        audit.render("pdf")


def test_one_name_is_a_list_of_one() -> None:
    of = csaudit.check(SAMPLE / "tickets.csv", STANDARDS, by="branch", select="settled")
    assert {one.id for one in of.results} == {"settled"}
    assert {"branch"} in [set(one.group) for one in of.results]


@pytest.mark.parametrize(
    ("tables", "options", "told"),
    [
        (SAMPLE / "tickets.csv", {"fail": "warn"}, "no option fail"),
        (3, {}, "not int"),
        ({"tickets": [{"id": 1}]}, {}, "not dict"),
    ],
)
def test_what_makes_no_sense_is_a_type_error(
    tables: Any,  # noqa: ANN401 - it is of a wrong type
    options: dict[str, Any],
    told: str,
) -> None:
    with pytest.raises(TypeError, match=told):
        csaudit.check(tables, STANDARDS, **options)


def test_mistakes_in_a_dict_are_told() -> None:
    with pytest.raises(csaudit.StandardsError, match="standards:1:"):
        csaudit.check(SAMPLE / "tickets.csv", {"version": 1, "standards": [{"id": "x"}]})
