from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from csaudit.standards import load
from tests.cli.proposals import ZONE, uncommented, write

if TYPE_CHECKING:
    from tests.cli.running import Csaudit


def tickets(zone: str = "Z") -> str:
    """Forty tickets, answered after one to forty minutes."""
    rows = [
        f"{minute},2026-10-01T09:00:00{zone},2026-10-01T09:{minute:02}:00{zone},closed,{minute % 5}"
        for minute in range(1, 41)
    ]
    return "\n".join(["id,created_at,first_response_at,status,csat", *rows, ""])


@pytest.mark.parametrize("name", ["tickets.csv", "tickets.json", "calls.csv", "surveys.csv"])
def test_what_it_writes_for_the_sample_data_passes_at_once(
    csaudit: Csaudit, root: Path, name: str
) -> None:
    export = root / "sample_data" / name
    done = csaudit("init", export, *ZONE)
    assert done.code == 0, done.err
    assert not done.out
    checked = csaudit("check", export)
    assert checked.code == 0, checked.err + checked.out
    assert " PASS" in checked.out
    assert "NO DATA" not in checked.out


@pytest.mark.parametrize("beside", [False, True], ids=["alone", "beside-tickets"])
def test_events_are_proposed_for_and_inspected_by_what_they_tell_of_cases(
    csaudit: Csaudit, root: Path, *, beside: bool
) -> None:
    sample = root / "sample_data"
    files = [*([sample / "tickets.csv"] if beside else []), f"events={sample / 'events.csv'}"]
    done = csaudit("init", *files, *ZONE)
    assert done.code == 0, done.err
    checked = csaudit("check", *files)
    assert checked.code == 0, checked.err + checked.out
    written = load(csaudit.folder / "standards.yaml")
    assert {"next_response_time", "reopen_rate"} <= {one.metric for one in written.standards}
    seen = csaudit("inspect", *files)
    count = len(written.standards)
    assert f"{count} of {count} can be measured" in seen.out


@pytest.mark.parametrize(
    "name",
    [
        "boston_311_2015/Plumbing.csv",
        "boston_311_2015/Graffiti Removal.csv",
        "call_centre/Call-Center-Dataset.csv",
        "itsm_sample/ITSM_data.csv",
        "nps_survey/NPStimeseries.csv",
        "nyc_311_2013/311_Service_Requests_from_2010_to_Present.csv",
        "servicenow_incident_log/incidents_low.csv",
        "warehouse_zendesk/ticket_data.csv",
    ],
)
def test_what_it_writes_for_real_exports_passes_at_once(
    csaudit: Csaudit, shared_data: Path, name: str
) -> None:
    export = shared_data / name
    done = csaudit("init", export, *ZONE)
    assert done.code == 0, done.err
    checked = csaudit("check", export)
    assert checked.code == 0, checked.err + checked.out


def test_a_part_of_an_export_is_no_ground_for_targets(csaudit: Csaudit, shared_data: Path) -> None:
    done = csaudit("init", shared_data / "zendesk_api_2015" / "ticket_metrics.json")
    assert done.code == 3
    assert "only a part of an export" in done.err
    assert not Path("standards.yaml").exists()


def test_a_part_of_an_export_is_fitted_where_that_is_allowed(
    csaudit: Csaudit, shared_data: Path
) -> None:
    export = shared_data / "zendesk_api_2015" / "tickets.json"
    done = csaudit("init", export, "--allow-partial")
    assert done.code == 0, done.err
    assert f"next:  csaudit check {export} --allow-partial" in done.err
    assert csaudit("check", export, "--allow-partial").code == 0


def test_a_preset_file_is_named_from_the_folder_of_the_standards(csaudit: Csaudit) -> None:
    export = write(csaudit, tickets())
    Path("p.yaml").write_text("name: p\ncolumns: {id: id}\n", encoding="utf-8")
    Path("below").mkdir()
    done = csaudit("init", export, "--source", "p.yaml", "-o", "below/s.yaml")
    assert done.code == 0, done.err
    assert "source: " in Path("below/s.yaml").read_text(encoding="utf-8")
    assert csaudit("check", export, "-s", "below/s.yaml").code == 0


def test_targets_are_near_what_the_data_shows_and_marked_as_proposals(csaudit: Csaudit) -> None:
    export = write(csaudit, tickets())
    assert csaudit("init", export).code == 0
    text = Path("standards.yaml").read_text(encoding="utf-8")
    written = {one["id"]: one for one in yaml.safe_load(text)["standards"]}
    answered = written["first-response"]
    assert (answered["within"], answered["target"]) == ("1h", ">= 99%")
    assert answered["statement"] == "We answer a new ticket within 1 hour."
    assert "Today: 100 % of 40 judged; limit and target are proposals." in text


def test_a_survey_scale_is_never_assumed(csaudit: Csaudit) -> None:
    export = write(csaudit, tickets())
    csaudit("init", export)
    text = Path("standards.yaml").read_text(encoding="utf-8")
    assert "customer_satisfaction" not in [
        one.metric for one in load(Path("standards.yaml")).standards
    ]
    assert "# only you know scale:; what stands here is a guess." in text
    assert "  # - id: satisfaction\n" in text
    uncommented = text.replace("  # - id: satis", "  - id: satis")
    for key in (
        "statement: Customers who",
        "metric: customer_sat",
        "scale:",
        "dimension: customer",
    ):
        uncommented = uncommented.replace(f"  #   {key}", f"    {key}")
    uncommented = uncommented.replace('  #   target: ">= 80%"', '    target: ">= 80%"')
    uncommented = uncommented.replace("  #   table: tickets", "    table: tickets")
    assert load(Path("x.yaml"), text=uncommented).standard("satisfaction") is not None


def test_a_scale_that_the_preset_knows_is_written(csaudit: Csaudit, shared_data: Path) -> None:
    csaudit("init", shared_data / "call_centre" / "Call-Center-Dataset.csv", *ZONE)
    text = Path("standards.yaml").read_text(encoding="utf-8")
    written = {one["id"]: one for one in yaml.safe_load(text)["standards"]}
    assert written["satisfaction"]["scale"] == "1-5"


def test_times_without_a_zone_are_an_error_with_the_flag_in_a_script(csaudit: Csaudit) -> None:
    export = write(csaudit, tickets(zone=""))
    done = csaudit("init", export)
    assert done.code == 2
    assert (
        'the times in "created_at" carry no time zone (such as "2026-10-01T09:00:00")' in done.err
    )
    assert "run with  --timezone Europe/London" in done.err
    assert not Path("standards.yaml").exists()
    assert csaudit("init", export, "--timezone", "Asia/Tokyo").code == 0
    assert load(Path("standards.yaml")).timezone == "Asia/Tokyo"
    assert csaudit("check", export).code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_person_at_a_terminal_is_asked_for_the_zone(csaudit: Csaudit) -> None:
    export = write(csaudit, tickets(zone=""))
    master, slave = pty.openpty()
    environment = {key: value for key, value in os.environ.items() if key != "CI"}
    process = subprocess.Popen(
        [sys.executable, "-m", "csaudit", "init", str(export)],
        stdin=slave, stdout=slave, stderr=slave, cwd=csaudit.folder,
        env={**environment, "PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    os.close(slave)
    told, answers, deadline = b"", [b"Mars/Olympus\n", b"Asia/Tokyo\n"], time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        if select.select([master], [], [], 0.1)[0]:
            try:
                told += os.read(master, 4096)
            except OSError:
                break
            if answers and told.rstrip().endswith(b"time zone:"):
                os.write(master, answers.pop(0))
    assert process.wait(10) == 0, told
    os.close(master)
    assert b'"Mars/Olympus" is no time zone' in told
    assert load(csaudit.folder / "standards.yaml").timezone == "Asia/Tokyo"


def test_dates_that_nothing_settles_are_an_error_with_the_flag(csaudit: Csaudit) -> None:
    export = write(csaudit, "id,created_at,status\n1,03/04/2026 09:00,closed\n")
    done = csaudit("init", export, *ZONE)
    assert done.code == 3
    assert "run with  --date-order day-first" in done.err
    assert csaudit("init", export, *ZONE, "--date-order", "day-first").code == 0
    assert load(Path("standards.yaml")).tables["tickets"].date_order == "day-first"
    assert csaudit("check", export).code == 0


def test_a_file_that_is_there_is_overwritten_only_by_force(csaudit: Csaudit) -> None:
    export = write(csaudit, tickets())
    Path("standards.yaml").write_text("mine", encoding="utf-8")
    done = csaudit("init", export)
    assert done.code == 2
    assert "--force" in done.err
    assert Path("standards.yaml").read_text(encoding="utf-8") == "mine"
    assert csaudit("init", export, "--force").code == 0
    assert load(Path("standards.yaml")).standards


def test_the_export_itself_is_never_overwritten(csaudit: Csaudit) -> None:
    export = write(csaudit, tickets())
    before = export.read_bytes()
    assert csaudit("init", export, "-o", export, "--force").code == 2
    assert export.read_bytes() == before


def test_an_export_in_which_nothing_can_be_measured_is_exit_3(csaudit: Csaudit) -> None:
    export = write(csaudit, "id,created_at\n1,2026-10-01T09:00:00Z\n")
    done = csaudit("init", export)
    assert done.code == 3
    assert "csaudit inspect" in done.err
    assert not Path("standards.yaml").exists()


def test_what_unknown_headers_may_mean_is_asked_and_not_assumed(csaudit: Csaudit) -> None:
    text = "Ref;Wann;Current agent of it;Lage\n1;2026-10-03 10:00;Ann;x\n"
    export = write(csaudit, text)
    line = 'tables: {tickets: {columns: {created_at: "Wann", agent: "Current agent of it"}}}'
    done = csaudit("init", export, *ZONE)
    assert done.code == 3
    assert line in done.err
    assert csaudit("init", write(csaudit, text.replace("Lage", "Status")), *ZONE).code == 0
    written = Path("standards.yaml").read_text(encoding="utf-8")
    assert not load(Path("standards.yaml")).tables
    Path("standards.yaml").write_text(uncommented(written, "# tables:"), encoding="utf-8")
    columns = load(Path("standards.yaml")).tables["tickets"].columns
    told = {name: column.source for name, column in columns.items()}
    assert told == {"created_at": "Wann", "agent": "Current agent of it"}
    assert csaudit("check", export, *ZONE).code == 0


def test_hostile_headers_stay_in_their_comments(csaudit: Csaudit) -> None:
    hostile = '"x\nversion: 2\n\u2028evil: \x1b[31m"'
    export = write(csaudit, tickets().replace("csat", hostile, 1))
    assert csaudit("init", export).code == 0
    text = Path("standards.yaml").read_text(encoding="utf-8")
    assert "\x1b" not in text
    assert yaml.safe_load(text)["version"] == 1
    assert "\nevil" not in text


def test_without_an_export_a_starter_is_written_that_is_valid(csaudit: Csaudit) -> None:
    done = csaudit("init", "-o", "mine.yaml", *ZONE)
    assert done.code == 0
    assert load(Path("mine.yaml")).timezone == "Europe/London"
    assert csaudit("lint", "-s", "mine.yaml").code == 0
    assert csaudit("init", "-o", "other.yaml", "--timezone", "Mars/Olympus").code == 2


def test_a_starter_needs_no_polars(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom csaudit.cli.app import app\nsys.argv = ['csaudit', 'init']\n"
        "try:\n    app()\nexcept SystemExit:\n    pass\nsys.exit('polars' in sys.modules)"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, check=False)
    assert done.returncode == 0
    assert (tmp_path / "standards.yaml").exists()


def test_several_tables_make_one_file_that_passes_at_once(csaudit: Csaudit, root: Path) -> None:
    sample = root / "sample_data"
    files = [sample / "tickets.csv", f"calls={sample}/calls.csv", sample / "surveys.csv"]
    assert csaudit("init", *files, *ZONE).code == 0
    ids = re.findall(r"^  - id: (.*)$", Path("standards.yaml").read_text("utf-8"), re.MULTILINE)
    assert {"first-response", "answer", "recommendation"} <= set(ids)
    assert len(ids) == len(set(ids))
    checked = csaudit("check", *files)
    assert checked.code == 0, checked.out + checked.err


def test_cells_that_cannot_be_read_are_named_as_the_cause(csaudit: Csaudit) -> None:
    export = write(csaudit, "id,created_at,closed_at\n1,5th of May,2026-10-01T09:00:00Z\n")
    done = csaudit("init", export)
    assert done.code == 3
    assert (
        '1 of 1 cells of "created_at" cannot be read as instant, such as "5th of May"' in done.err
    )


def test_answers_that_are_too_few_are_named_as_the_cause(csaudit: Csaudit) -> None:
    export = write(csaudit, "Survey date,NPS\n2026-10-01T09:00:00Z,9\n")
    assert "has 1 records to judge, which is too few" in csaudit("init", export).err


def test_an_export_from_the_future_is_judged_at_the_instant_that_is_given(
    csaudit: Csaudit,
) -> None:
    row = "1,2150-10-01T09:00:00Z,2150-10-01T10:00:00Z,closed"
    export = write(csaudit, f"id,created_at,closed_at,status\n{row}\n")
    assert "--as-of" in csaudit("init", export).err
    done = csaudit("init", export, "--as-of", "2150-10-02T00:00Z")
    assert done.code == 0, done.err
    assert "--as-of 2150-10-02T00:00Z" in done.err
    assert csaudit("check", export, "--as-of", "2150-10-02T00:00Z").code == 0
