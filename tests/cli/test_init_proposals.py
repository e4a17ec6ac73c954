"""What `csaudit init` keeps of a file that is begun, and what it proposes beside it."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from csaudit.standards import load
from tests.cli.proposals import ZONE, uncommented, write

if TYPE_CHECKING:
    from tests.cli.running import Csaudit


BEGUN = """tables:   # ours
  tickets:
    columns: {id: Ref, created_at: Wann, first_response_at: Reaction}
    date_order: day-first
calendars:
  ours: {timezone: UTC, hours: {mon-fri: "09:00-17:00"}}
"""


def odd(rows: int = 60) -> str:
    """An export whose headers say nothing, and whose dates do not tell which part is the day."""
    lines = ["Ref;Wann;Reaction"]
    for number in range(rows):
        day = f"{number % 12 + 1:02d}/{number % 7 + 1:02d}/2025"
        lines.append(f"{number};{day} 09:00;{day} 1{number % 5}:00")
    return "\n".join(lines) + "\n"


def test_a_file_that_is_only_begun_is_completed_and_what_it_says_is_kept(csaudit: Csaudit) -> None:
    export = write(csaudit, odd())
    Path("standards.yaml").write_text(BEGUN, encoding="utf-8")
    assert "Wann" in csaudit("inspect", export).out
    done = csaudit("init", export, *ZONE)
    assert done.code == 0, done.err
    written = Path("standards.yaml").read_text(encoding="utf-8")
    assert BEGUN in written
    assert csaudit("check", export).code == 0
    again = csaudit("init", export)
    assert again.code == 2
    assert "--force" in again.err
    assert csaudit("init", export, "--force", "--date-order", "month-first").code == 0
    forced = load(Path("standards.yaml"))
    assert forced.tables["tickets"].date_order == "month-first"
    assert forced.tables["tickets"].columns["created_at"].source == "Wann"


def test_a_begun_file_and_a_flag_that_name_two_zones_are_told(csaudit: Csaudit) -> None:
    export = write(csaudit, odd())
    begun = f"timezone: Asia/Tokyo\n{BEGUN}"
    Path("standards.yaml").write_text(begun, encoding="utf-8")
    done = csaudit("init", export, "--timezone", "Europe/London")
    assert done.code == 2
    assert "timezone: Asia/Tokyo, and --timezone Europe/London" in done.err
    assert Path("standards.yaml").read_text(encoding="utf-8") == begun
    assert csaudit("init", export, "--timezone", "Asia/Tokyo").code == 0


def test_a_dash_is_stdout_and_no_file(csaudit: Csaudit) -> None:
    export = write(csaudit, odd().replace("Wann;Reaction", "created_at;first_response_at"))
    shown = csaudit("init", export, *ZONE, "--date-order", "month-first", "-o", "-")
    assert shown.code == 0, shown.err
    assert shown.out.startswith("# Service standards, proposed by csaudit init")
    assert csaudit("init", "-o", "-").out.startswith("# Service standards")
    assert not Path("-").exists()
    assert not Path("standards.yaml").exists()


def test_how_exports_are_read_is_kept_of_another_file_too(csaudit: Csaudit) -> None:
    export = write(csaudit, odd())
    Path("reading.yaml").write_text(BEGUN, encoding="utf-8")
    done = csaudit("init", export, *ZONE, "-s", "reading.yaml", "-o", "new.yaml")
    assert done.code == 0, done.err
    new = load(Path("new.yaml"))
    assert new.tables["tickets"].columns["created_at"].source == "Wann"
    assert not new.calendars
    assert Path("reading.yaml").read_text(encoding="utf-8") == BEGUN


def test_a_file_whose_tables_are_wrong_is_neither_kept_nor_overwritten(csaudit: Csaudit) -> None:
    export = write(csaudit, odd())
    Path("standards.yaml").write_text("tables: {tickets: {colums: {id: Ref}}}\n", encoding="utf-8")
    done = csaudit("init", export, *ZONE)
    assert done.code == 2
    assert "colums" in done.err
    assert "--force" in done.err


def desk(rows: int, open_ones: int, late: int = 0) -> str:
    """A desk that answers on weekdays between 8 and 15, so many days late, 15 hours to the end."""
    lines = ["id,created_at,first_response_at,resolved_at,branch"]
    start = datetime(2026, 1, 5, 7, 30)  # noqa: DTZ001 - the zone is a flag
    for number in range(rows):
        opened = start + timedelta(days=number % 5 + 7 * (number // 5 % 20))
        answered = opened + timedelta(days=late, hours=1 + number % 7)
        done = "" if number < open_ones else opened + timedelta(days=late, hours=15)
        lines.append(f"{number},{opened},{answered},{done},{'AB'[number % 2]}")
    return "\n".join(lines) + "\n"


def test_limits_come_from_cases_that_have_ended_and_open_ones_count_as_they_are(
    csaudit: Csaudit,
) -> None:
    export = write(csaudit, desk(400, open_ones=80))
    assert csaudit("init", export, *ZONE).code == 0
    written = {one.id: one for one in load(Path("standards.yaml")).standards}
    text = Path("standards.yaml").read_text(encoding="utf-8")
    promised = yaml.safe_load(text)["standards"]
    resolution = next(one for one in promised if one["id"] == "resolution")
    assert (resolution["within"], resolution["target"]) == ("24h", ">= 80%")
    assert "by: [branch]" in text
    assert written
    assert csaudit("check", export).code == 0


def test_a_fitted_target_stands_beside_what_is_usual_in_the_trade(csaudit: Csaudit) -> None:
    export = write(csaudit, desk(400, open_ones=0))
    assert csaudit("init", export, *ZONE).code == 0
    text = " ".join(Path("standards.yaml").read_text(encoding="utf-8").replace("#", "").split())
    assert "Usual in the trade is 90 % within 24h" in text
    assert "today that is 100 %, PASS." in text
    assert "Kept within 1h: 14.5 %, 2h: 28.8 %, 4h: 57.3 %, 8h: 100 %, 24h: 100 %." in text


def test_a_set_that_passes_says_which_would_fail_at_the_usual_level(csaudit: Csaudit) -> None:
    export = write(csaudit, desk(400, open_ones=0, late=7))
    assert csaudit("init", export, *ZONE).code == 0
    text = " ".join(Path("standards.yaml").read_text(encoding="utf-8").replace("#", "").split())
    assert "today that is 0 %, FAIL." in text
    assert csaudit("check", export).code == 0


def test_the_hours_at_which_the_team_answers_are_proposed_as_a_calendar(csaudit: Csaudit) -> None:
    export = write(csaudit, desk(400, open_ones=0))
    assert csaudit("init", export, "--timezone", "Europe/Berlin").code == 0
    text = Path("standards.yaml").read_text(encoding="utf-8")
    Path("standards.yaml").write_text(uncommented(text, "# calendars:"), encoding="utf-8")
    office = load(Path("standards.yaml")).calendars["office"]
    assert office.holidays.country == "DE"
    shown = csaudit("calendar", "office").out
    assert "08:00" in shown
    assert "15:00" in shown
    assert "400 answers" in text


def test_a_file_named_by_s_is_completed_like_the_target_and_loses_nothing(csaudit: Csaudit) -> None:
    export = write(csaudit, odd())
    Path("standards.yaml").write_text(BEGUN, encoding="utf-8")
    done = csaudit("init", export, *ZONE, "-s", "standards.yaml")
    assert done.code == 0, done.err
    assert BEGUN in Path("standards.yaml").read_text(encoding="utf-8")


def test_another_file_than_the_named_one_is_not_overwritten_without_force(csaudit: Csaudit) -> None:
    export = write(csaudit, odd())
    Path("reading.yaml").write_text(BEGUN, encoding="utf-8")
    Path("other.yaml").write_text("title: mine\n", encoding="utf-8")
    done = csaudit("init", export, *ZONE, "-s", "reading.yaml", "-o", "other.yaml")
    assert done.code == 2
    assert Path("other.yaml").read_text(encoding="utf-8") == "title: mine\n"


@pytest.mark.parametrize(
    "text",
    [
        (
            "{tables: {tickets: {columns: {id: Ref, created_at: Wann,"
            " first_response_at: Reaction}, "
            'date_order: day-first, expect: {unreadable: "<= 50%"}}}, title: Ours}\n'
        ),
        "\ufeff---\n" + BEGUN + "...\n",
    ],
)
def test_a_begun_file_of_another_shape_is_completed_to_a_valid_one(
    csaudit: Csaudit, text: str
) -> None:
    export = write(csaudit, odd())
    Path("standards.yaml").write_text(text, encoding="utf-8")
    done = csaudit("init", export, *ZONE)
    assert done.code == 0, done.err
    assert load(Path("standards.yaml")).tables["tickets"].columns["created_at"].source == "Wann"
    assert csaudit("check", export).code == 0


def test_a_header_full_of_quotes_breaks_no_proposal(csaudit: Csaudit) -> None:
    header = 'Requester wait "total"'
    cell = '"' + header.replace('"', '""') + '"'
    text = desk(60, open_ones=0).splitlines()
    lines = [f"{text[0]},{cell}", *(f"{line},10" for line in text[1:])]
    export = write(csaudit, "\n".join(lines) + "\n")
    done = csaudit("init", export, *ZONE)
    assert done.code == 0, done.err
    assert load(Path("standards.yaml")).standards
