from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from csaudit.errors import DataError
from csaudit.sources.notations.units import unit_of
from csaudit.sources.recognise.folding import fold
from csaudit.sources.recognise.which_table import recognise
from csaudit.table_settings import ColumnSettings, TableSettings
from csaudit.tables import Type
from tests.sources.reading import cells, codes, faults

if TYPE_CHECKING:
    from tests.sources.conftest import Opener


def mapped(**columns: str) -> TableSettings:
    return TableSettings(
        columns={name: ColumnSettings(source=header) for name, header in columns.items()}
    )


@pytest.mark.parametrize(
    "header", ["created_at", "Created At", "CREATED-AT", "created at", "CreatedAt", " Created at: "]
)
def test_case_spaces_and_punctuation_of_a_header_do_not_matter(opened: Opener, header: str) -> None:
    source = opened(f"id,{header}\n1,2026-01-01T10:00:00Z\n")
    assert source.columns["created_at"].header == header.strip()
    assert source.columns["created_at"].type is Type.INSTANT


def test_other_columns_keep_their_names_and_are_text(opened: Opener) -> None:
    source = opened("id,Branch Code\n1,007\n")
    assert source.columns["Branch Code"].type is Type.TEXT
    assert cells(source, "Branch Code") == ["007"]


def test_a_mapping_finds_its_header_whatever_the_case_and_wins_over_names(opened: Opener) -> None:
    source = opened(
        "id,created_at,Really\n1,x,2026-01-01T10:00:00Z\n", settings=mapped(created_at="really")
    )
    assert source.columns["created_at"].header == "Really"
    assert cells(source, "created_at (as exported)") == ["x"]


def test_a_mapping_may_name_a_column_of_the_users_own(opened: Opener) -> None:
    settings = TableSettings(
        columns={"refund": ColumnSettings(source="Refund €", type=Type.NUMBER)}
    )
    source = opened("id,Refund €\n1,12.50\n", settings=settings)
    assert source.columns["refund"].type is Type.NUMBER
    assert "Refund €" not in source.columns


def test_a_mapping_to_a_header_that_is_not_there_names_those_that_look_like_it(
    opened: Opener,
) -> None:
    with pytest.raises(DataError, match=r'no column "Creatd", .* it has "Created time"'):
        opened("id,Created time\n1,x\n", settings=mapped(created_at="Creatd"))


def test_two_headers_for_one_column_are_an_error_with_the_line_to_write(opened: Opener) -> None:
    with pytest.raises(DataError) as caught:
        opened("id,Created At,CREATED-AT\n1,x,y\n")
    assert 'two columns that could both be created_at: "Created At" and "CREATED-AT"' in str(
        caught.value
    )
    assert 'tables: {tickets: {columns: {created_at: "Created At"}}}' in str(caught.value)


def test_a_header_that_is_the_very_name_wins(opened: Opener) -> None:
    source = opened("id,Status,status\n1,x,open\n")
    assert source.columns["status"].header == "status"
    assert cells(source, "Status") == ["x"]


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("Ticket ID", "id"),
        ("Created time", "created_at"),
        ("Opened at", "created_at"),
        ("Solved at", "resolved_at"),
        ("Resolved time", "resolved_at"),
        ("Closed time", "closed_at"),
        ("Assignee", "agent"),
        ("Group", "team"),
        ("Via", "channel"),
    ],
)
def test_obvious_names_of_generic_exports_are_known(opened: Opener, header: str, name: str) -> None:
    assert opened(f"{header}\nx\n").columns[name].header == header


def test_of_two_names_that_could_be_meant_neither_is_taken(opened: Opener) -> None:
    source = opened("id,Created,Opened at\n1,x,y\n")
    assert "created_at" not in source.columns
    assert codes(source) == {"ambiguous_column"}


def test_the_headers_own_unit_counts(opened: Opener) -> None:
    source = opened("id,requester_wait_minutes,Agent wait (hrs),on hold in seconds\n1,2,0.5,7\n")
    assert cells(source, "requester_wait") == [120_000_000]
    assert cells(source, "agent_wait") == [1_800_000_000]
    assert cells(source, "on_hold") == [7_000_000]
    assert codes(source) == set()


def test_bare_numbers_without_a_unit_are_seconds_and_that_is_said(opened: Opener) -> None:
    source = opened("id,requester_wait\n1,90\n")
    assert cells(source, "requester_wait") == [90_000_000]
    assert codes(source) == {"unit_assumed"}


def test_a_unit_in_the_settings_beats_the_header(opened: Opener) -> None:
    wish = ColumnSettings(source="Wait (hrs)", unit="minutes", clock="helpdesk")
    source = opened(
        "id,Wait (hrs)\n1,2\n", settings=TableSettings(columns={"requester_wait": wish})
    )
    assert cells(source, "requester_wait") == [120_000_000]
    assert source.columns["requester_wait"].clock == "helpdesk"


@pytest.mark.parametrize(
    ("header", "split"),
    [
        ("Requester wait (hrs)", ("Requester wait", "hours")),
        ("wait_minutes", ("wait", "minutes")),
        ("First reply time in minutes", ("First reply time", "minutes")),
        ("First response time (in Hrs)", ("First response time", "hours")),
        ("Time items", ("Time items", None)),
        ("minutes", ("minutes", None)),
    ],
)
def test_units_are_told_from_the_end_of_a_header(
    header: str, split: tuple[str, str | None]
) -> None:
    assert unit_of(header) == split


def test_folding_keeps_letters_of_every_language() -> None:
    assert fold("Größe (\uff2d)") == "grössem"
    assert fold("Créé le") == "crééle"


@pytest.mark.parametrize(
    ("headers", "table"),
    [
        ("id,created_at,status", "tickets"),
        ("whatever,columns", "tickets"),
        ("id,offered_at,answered_at,queue", "calls"),
        ("id,answered_at,nps", "surveys"),
        ("id,reviewed_at,reviewer,tone", "reviews"),
        ("id,created_at,resolved_at,csat,nps,ces", "tickets"),
    ],
)
def test_the_table_is_recognised_by_its_columns(opened: Opener, headers: str, table: str) -> None:
    assert opened(headers + "\n").table == table


def test_a_summary_is_told_from_a_list_of_tickets(opened: Opener) -> None:
    assert opened("Assignee name,Solved tickets\nA,5\n").looks_like_summary()
    assert opened("Agent,Average reply time\nA,5\n").looks_like_summary()
    assert not opened("id,created_at,Resolution %\n1,x,5\n").looks_like_summary()
    assert not opened("id,subject\n1,x\n").looks_like_summary()
    assert not opened("Conversation ID,Number of replies\na,1\n").looks_like_summary()
    assert opened("Conversation ID,Average reply time\na,1\n").looks_like_summary()


def test_a_table_in_which_nothing_happens_is_remarked_on(opened: Opener) -> None:
    text = "id,created_at,name\n1,2026-01-01T00:00:00Z,x\n"
    assert [one.code for one in opened(text).read(["id"]).remarks] == ["not_tickets"]
    assert not opened(text.replace("name", "status")).read(["id"]).remarks


def test_a_mapping_may_reach_into_a_list_of_objects(opened: Opener) -> None:
    text = '[{"id": 1, "marks": [{"label": "a b"}, {"label": "c"}]}]'
    source = opened(text, name="t.json", settings=mapped(tags="marks[].label"))
    assert cells(source, "tags") == [["a b", "c"]]


@pytest.mark.parametrize(
    ("header", "cell", "name"),
    [
        ("First response", "2026-01-05 10:15", "first_response_at"),
        ("First response time", "05.01.2026 10:15", "first_response_at"),
        ("First reply", "Jan 5, 2026 10:15 AM", "first_response_at"),
        ("First reply", "0:15:00", "first_response_duration"),
        ("First response time", "1h 20m", "first_response_duration"),
        ("First response time (min)", "75", "first_response_duration"),
        ("Resolution time", "1970-01-02 02:37:03", "resolution_duration"),
        ("Resolution time", "20260105T101500Z", "resolved_at"),
        ("Done", "2026-01-05", "resolved_at"),
        ("Done", "", "resolved_at"),
    ],
)
def test_a_name_of_two_meanings_is_told_by_its_cells(
    opened: Opener, header: str, cell: str, name: str
) -> None:
    source = opened(f'id,Created,{header}\n1,2026-01-05 09:00,"{cell}"\n2,2026-01-05 09:00,\n')
    assert source.columns[name].header == header
    assert header not in source.columns


@pytest.mark.parametrize(
    ("header", "cell"),
    [("Resolved", "yes"), ("First response time", "75"), ("Done", "3"), ("First reply", "Hello")],
)
def test_a_common_name_whose_cells_say_otherwise_is_a_column_of_its_own(
    opened: Opener, header: str, cell: str
) -> None:
    source = opened(f"id,Created,{header}\n1,2026-01-05 09:00,{cell}\n")
    assert source.columns[header].type is Type.TEXT


def test_a_time_without_a_unit_is_not_guessed_at(opened: Opener) -> None:
    source = opened("id,Created,First response time\n1,2026-01-05 09:00,75\n")
    [remark] = [one for one in source.read(["id"]).remarks if one.code == "unit_missing"]
    assert remark.setting == (
        "tables: {tickets: {columns: "
        '{first_response_duration: {from: "First response time", unit: minutes}}}}'
    )


HOME_MADE = {
    "Case no.;Received;First reply;Done on;Rating;Prio;Handled by;Time spent\n"
    "1001;10/13/26 2:15 PM;10/13/26 3:00 PM;10/14/26 9:10 AM;5;High;Ann;1 h 20\n": (
        "id created_at first_response_at resolved_at csat priority agent handle_time"
    ),
    "Ticketnummer;Eingang am;Erste Antwort;Erledigt am;Status;Priorität;Bearbeiter;Bewertung\n"
    "T-1;3.10.2026 14:15;3.10.2026 15:00;4.10.2026 9:10;Erledigt;Hoch;Anna;1,5\n": (
        "id created_at first_response_at resolved_at status priority agent csat"
    ),
    "N° de ticket;Date de création;Première réponse;Date de résolution;Statut;Priorité;Canal\n"
    "1;13/10/2026 14h15;13/10/2026 15h00;14/10/2026 09h10;Résolu;Urgente;Courriel\n": (
        "id created_at first_response_at resolved_at status priority channel"
    ),
}


@pytest.mark.parametrize("text", HOME_MADE)
def test_the_names_of_home_made_sheets_are_known(opened: Opener, text: str) -> None:
    source = opened(text, timezone="UTC")
    assert set(source.columns) == set(HOME_MADE[text].split())
    for name in ("created_at", "first_response_at", "resolved_at"):
        assert faults(source, name) == [False]


@pytest.mark.parametrize(
    ("header", "cell"),
    [("Rating", "high"), ("Eingang", "Telefon"), ("Answered", "yes"), ("Note", "5")],
)
def test_a_word_of_several_meanings_is_not_guessed_at(
    opened: Opener, header: str, cell: str
) -> None:
    source = opened(f"id,Created,{header}\n1,2026-01-05 09:00,{cell}\n")
    assert source.columns[header].type is Type.TEXT


@pytest.mark.parametrize(
    ("headers", "table"),
    [
        ("Response ID,Score,Date", "surveys"),
        ("Survey ID,Ticket ID,Rating,Created at", "surveys"),
        ("Respondent,NPS,Submitted on", "surveys"),
        ("Call ID,Ticket ID,Created,Status", "calls"),
        ("Review ID,Ticket ID,Created,Status", "reviews"),
        ("Ticket ID,Created,Status,Rating", "tickets"),
        ("ID,Created,Status,NPS score", "tickets"),
    ],
)
def test_an_id_of_their_own_says_what_the_records_are(headers: str, table: str) -> None:
    assert recognise(headers.split(",")) == table


@pytest.mark.parametrize(
    ("cells_of_csat", "kind"),
    [(",", Type.NUMBER), ("4,", Type.NUMBER), ("good,4", Type.NUMBER), ("good,", Type.TEXT)],
)
def test_marks_are_numbers_unless_all_of_them_are_words(
    opened: Opener, cells_of_csat: str, kind: Type
) -> None:
    first, second = cells_of_csat.split(",")
    source = opened(f"id,csat\n1,{first}\n2,{second}\n")
    assert source.columns["csat"].type is kind
