"""What words stand for: statuses of several languages, and words that only the team knows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from csaudit.errors import DataError, StandardsError
from csaudit.sources.recognise import status_vocabulary
from csaudit.sources.recognise.satisfaction_words import are_unknown, likely_mark
from csaudit.sources.recognise.status_vocabulary import CHOOSE, likely_status
from csaudit.standards import load
from csaudit.table_settings import ColumnSettings, TableSettings
from csaudit.tables import Type
from tests.sources.reading import cells, codes, utc

if TYPE_CHECKING:
    from tests.sources.conftest import Opener

STATUSES = "id,Status\n1,Spam?\n2,Ablage\n3,ablage\n4,Open\n5,\n"


def said(**columns: ColumnSettings) -> TableSettings:
    return TableSettings(columns=columns)


def test_words_that_are_no_status_are_counted_with_the_line_to_write(opened: Opener) -> None:
    source = opened(STATUSES)
    (remark,) = [one for one in source.read(["status"]).remarks if one.code == "unknown_status"]
    assert '"Ablage" 1, "Spam?" 1, "ablage" 1' in remark.message
    assert remark.setting == (
        'tables: {tickets: {columns: {status: {from: "Status", '
        'values: {"Ablage": CHOOSE, "Spam?": closed}}}}}'
    )


def test_words_that_the_team_explains_are_not_remarked(opened: Opener) -> None:
    wish = ColumnSettings(source="Status", values={"Ablage": "resolved", "Spam?": "closed"})
    source = opened(STATUSES, settings=said(status=wish))
    assert cells(source, "status") == ["closed", "resolved", "resolved", "open", None]
    assert "unknown_status" not in codes(source)


def test_words_for_nothing_and_a_time_of_day_behind_a_date(opened: Opener) -> None:
    wish = ColumnSettings(source="Tag", joined="Uhrzeit", empty=("k. A.",))
    text = "id,Tag,Uhrzeit\n1,2026-10-31,14:15\n2,k. A.,k. A.\n"
    source = opened(text, settings=said(created_at=wish), timezone="UTC")
    assert cells(source, "created_at") == [utc("2026-10-31T14:15"), None]
    with pytest.raises(DataError, match='no column "Zeit"'):
        opened(text, settings=said(created_at=ColumnSettings(source="Tag", joined="Zeit")))


def test_what_may_stand_for_nothing_is_asked_for(opened: Opener) -> None:
    text = "id,created_at,Ende\n1,2026-10-31,N/A\n2,k. A.,2026-10-31\n3,N/A,N/A\n4,soon,-\n"
    wish = ColumnSettings(source="Ende")
    source = opened(text, settings=said(resolved_at=wish), timezone="UTC")
    remarks = source.read(["resolved_at"]).remarks
    told = {one.setting for one in remarks if one.code == "words_for_nothing"}
    line = 'tables: {tickets: {columns: {resolved_at: {from: "Ende", empty: ["-", "N/A"]}}}}'
    assert line in told
    both = ColumnSettings(source="Ende", empty=("-", "n/a"))
    source = opened(text, settings=said(resolved_at=both), timezone="UTC")
    assert cells(source, "resolved_at") == [None, utc("2026-10-31"), None, None]


def test_what_the_team_says_comes_on_top_of_the_preset(opened: Opener, tmp_path: Path) -> None:
    preset = tmp_path / "p.yaml"
    codes_of_it = '{from: Lage, values: {"1": open, Fort: resolved}, empty: ["-"]}'
    preset.write_text(f"name: p\ncolumns: {{id: Nr, status: {codes_of_it}}}\n")
    text = "Nr,Lage\n1,1\n2,fort\n3,-\n4,Ablage\n"
    for wish in (
        ColumnSettings(source="Lage", values={"FORT": "closed", "Ablage": "pending"}),
        ColumnSettings(values={"FORT": "closed", "Ablage": "pending"}),
    ):
        source = opened(text, source=str(preset), settings=said(status=wish))
        assert cells(source, "status") == ["open", "closed", None, "pending"]


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("Offen Ouvert Abierto Aperto", "open"),
        ("Wartend Pendiente", "pending"),
        ("Erledigt Gelöst Résolu Resuelto Opgelost Risolto", "resolved"),
        ("Geschlossen Fermé Cerrado Gesloten Chiuso", "closed"),
    ],
)
def test_everyday_words_of_other_languages_are_known(
    opened: Opener, words: str, status: str
) -> None:
    source = opened("id,Status\n" + "".join(f"1,{word}\n" for word in words.split()))
    assert set(cells(source, "status")) == {status}


def test_yes_and_no_of_other_languages(opened: Opener) -> None:
    wish = ColumnSettings(type=Type.YES_NO)
    source = opened("id,Eilt\n1,ja\n2,Nein\n3,oui\n4,sí\n", settings=said(Eilt=wish))
    assert cells(source, "Eilt") == [True, False, True, True]


def test_a_meaning_that_is_still_to_be_chosen_is_never_taken() -> None:
    text = "version: 1\ntables: {tickets: {columns: {status: {from: S, values: {X: CHOOSE}}}}}\n"
    with pytest.raises(StandardsError, match="CHOOSE stands for what only you can say of X"):
        load(Path("standards.yaml"), text=text, needs_standards=False)


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("Wartet auf Kunde", "pending"),
        ("Waiting for vendor", "on_hold"),
        ("Awaiting customer reply", "pending"),
        ("En attente du client", "pending"),
        ("Esperando respuesta del cliente", "pending"),
        ("In attesa del cliente", "pending"),
        ("Wacht op klant", "pending"),
        ("Oczekuje na klienta", "pending"),
        ("Väntar på kund", "pending"),
        ("Aguardando cliente", "pending"),
        ("Afventer kunde", "pending"),
        ("On Hold - 3rd party", "on_hold"),
        ("AwaitingVendor", "on_hold"),
        ("Parked", "on_hold"),
        ("Completed by agent", "resolved"),
        ("Abgearbeitet", "resolved"),
        ("Auto-closed", "closed"),
        ("Under review", "open"),
        ("Eingegangen", "new"),
        ("Not resolved", CHOOSE),
        ("Unsolved", CHOOSE),
        ("Nicht gelöst", CHOOSE),
        ("Resolved and reopened for work", CHOOSE),
        ("Tier 2", CHOOSE),
        ("X", CHOOSE),
    ],
)
def test_an_unknown_status_gets_the_meaning_of_its_words_or_none(word: str, status: str) -> None:
    assert likely_status(word) == status


def test_no_word_of_the_vocabulary_is_guessed_to_be_another_status() -> None:
    guessed = {
        word: (likely_status(word), status) for word, status in status_vocabulary.STATUSES.items()
    }
    assert {word: both for word, both in guessed.items() if both[0] not in {both[1], CHOOSE}} == {}


@pytest.mark.parametrize(
    ("word", "mark"),
    [
        ("Très satisfait", "5"),
        ("Satisfait", "4"),
        ("Neutre", "3"),
        ("Insatisfait", "2"),
        ("Pas satisfait", "2"),
        ("Très insatisfait", "1"),
        ("Sehr unzufrieden", "1"),
        ("Ni satisfait ni insatisfait", CHOOSE),
        ("Blue", CHOOSE),
    ],
)
def test_the_mark_that_a_word_most_likely_stands_for(word: str, mark: str) -> None:
    assert likely_mark(word) == mark


def test_words_are_unknown_where_not_one_of_them_is_known() -> None:
    assert are_unknown(["Satisfait", "Insatisfait", "Not Offered"])
    assert not are_unknown(["Satisfait", "Good"])
    assert not are_unknown(["Not Offered"])
    assert not are_unknown([])
    assert not are_unknown(["They never called me back, and I waited for a whole week"])
