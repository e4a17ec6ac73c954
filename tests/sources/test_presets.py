"""Every kind of export: recognised by its columns, read without a line of configuration."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

import pytest

from csaudit.errors import DataError, UsageError
from csaudit.sources import Input, open_inputs
from csaudit.sources.recognise import preset_index
from csaudit.sources.recognise import which_preset as detect
from csaudit.sources.recognise.preset_index import Clues
from csaudit.sources.recognise.presets import generic, presets
from csaudit.table_settings import ColumnSettings, TableSettings
from csaudit.tables import TABLES, Type
from tests.sources.reading import cells, utc

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tests.sources.conftest import Opener


def first(names: Iterable[str]) -> list[str]:
    """`a | b` stands for either of two headers."""
    return [name.partition(" | ")[0] for name in names]


@pytest.mark.parametrize("name", presets())
def test_a_preset_names_columns_of_its_table_only(name: str) -> None:
    preset = presets()[name]
    assert preset.name == name
    for column, origin in preset.columns.items():
        known = TABLES[preset.table].get(column)
        assert known is not None or origin.type is not None, column
    assert set(preset.exclude.values()) <= set(preset.columns)
    assert preset.recognise.all


@pytest.mark.parametrize("table", TABLES)
def test_no_name_of_a_generic_export_means_two_columns(table: str) -> None:
    names = [name for origin in generic()[table].columns.values() for name in origin.headers]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", [name for name in presets() if presets()[name].refuse is None])
def test_a_kind_is_recognised_by_the_columns_that_it_names(opened: Opener, name: str) -> None:
    clues = presets()[name].recognise
    headers = [*first(clues.all), *clues.any]
    table = presets()[name].table if presets()[name].only_named else None
    source = opened(",".join(f'"{header}"' for header in headers) + "\n", table=table)
    assert source.recognised_as == name
    assert set(source.because) == set(headers)


@pytest.mark.parametrize("name", [name for name in presets() if presets()[name].refuse])
def test_a_kind_that_holds_no_tickets_is_explained(opened: Opener, name: str) -> None:
    headers = first(presets()[name].recognise.all)
    with pytest.raises(DataError) as caught:
        opened(",".join(f'"{header}"' for header in headers) + "\n")
    assert presets()[name].title in str(caught.value)


MINE = """
name: acme-desk
title: Acme Desk, tickets
recognise: {all: [Vorgang, Eingang]}
timezone: Europe/Berlin
empty: ["-"]
columns:
  id: Vorgang
  created_at: Eingang
  resolved_at: {from: Erledigt am, and: Erledigt um}
  status: {from: Lage, values: {"0": open, "1": resolved}, otherwise: pending}
  requester_wait: {from: Wartezeit, unit: minutes, clock: helpdesk}
  urgent: {from: Eilt, type: yes_no, values: {ja: "yes"}, otherwise: no}
exclude: {test case: urgent}
scales: {csat: 0-10}
"""

EXPORT = (
    "Vorgang;Eingang;Erledigt am;Erledigt um;Lage;Wartezeit;Eilt\n"
    "1;05.01.2026 10:00;06.01.2026;11:00;1;12,5;ja\n"
    "2;05.01.2026 10:00;-;-;7;-;nein\n"
)


def test_a_preset_of_the_users_own_needs_no_code(tmp_path: Path, opened: Opener) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(MINE)
    for settings, option in ((TableSettings(source=str(path)), None), (None, str(path))):
        source = opened(EXPORT, settings=settings, source=option)
        assert source.recognised_as == f"acme-desk of {path}"
        assert cells(source, "resolved_at") == [utc("2026-01-06T10:00:00"), None]
        assert cells(source, "status") == ["resolved", "pending"]
        assert cells(source, "requester_wait") == [750_000_000, None]
        assert cells(source, "urgent") == [True, False]
        assert source.exclusions == (("test case", "urgent"),)
        assert source.scales == {"csat": (0, 10)}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("title: x", "name: field required"),
        ("name: x\ntitle: y\ncolums: {}", "colums"),
        ("name: x\ntitle: y\ntable: cases", "the tables are tickets"),
        ("name: x\ntitle: y\ncolumns: {on_hold: {from: a, unit: weeks}}", "the units are"),
        ("name: [", "is no preset"),
        ("name: &a x\ntitle: *a", "aliases"),
        ("- a", "is no preset"),
    ],
)
def test_a_preset_with_a_mistake_is_an_error_of_usage(
    tmp_path: Path, opened: Opener, text: str, sentence: str
) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(text)
    with pytest.raises(UsageError) as caught:
        opened("id\n1\n", source=str(path))
    assert sentence in str(caught.value)
    assert "mine.yaml" in str(caught.value)


def test_a_source_that_is_not_there_is_named_with_the_one_that_resembles_it(
    opened: Opener,
) -> None:
    with pytest.raises(UsageError, match=r'no source "zendesk-cvs" \(did you mean "zendesk-csv"'):
        opened("id\n1\n", source="zendesk-cvs")


def test_the_index_says_what_the_presets_say() -> None:
    kept = resources.files("csaudit.sources").joinpath("presets", preset_index.FILE).read_text()
    assert kept == preset_index.written(), "run  python -m csaudit.sources.recognise.preset_index"


def test_the_user_may_refuse_every_preset(opened: Opener) -> None:
    headers = "CASE_ENQUIRY_ID,OPEN_DT,CLOSED_DT\n"
    assert opened(headers).recognised_as == "boston-311"
    assert opened(headers, source="generic").recognised_as == "by column names"
    settings = TableSettings(source="generic")
    assert opened(headers, settings=settings).recognised_as == "by column names"


def test_a_mapping_of_the_users_beats_the_preset(opened: Opener) -> None:
    settings = TableSettings(columns={"closed_at": ColumnSettings(source="REALLY_DT")})
    source = opened("CASE_ENQUIRY_ID,OPEN_DT,CLOSED_DT,REALLY_DT\n", settings=settings)
    assert source.columns["closed_at"].header == "REALLY_DT"
    assert source.columns["closed_at"].timezone == "America/New_York"
    assert source.columns["CLOSED_DT"].type is Type.TEXT


def test_two_presets_that_fit_equally_are_an_error_that_says_what_to_write(
    opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = Clues(all=("Vorgang",), any=(), none=(), at_least=0, root=())
    monkeypatch.setattr(detect, "clues", lambda: dict.fromkeys(("acme", "bcme"), known))
    with pytest.raises(DataError, match="as much like one as like the other") as caught:
        opened("Vorgang\n")
    assert "--source acme" in str(caught.value)


def test_files_of_two_kinds_are_not_one_table(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("CASE_ENQUIRY_ID,OPEN_DT,CLOSED_DT\n")
    (tmp_path / "b.csv").write_text("id,created_at\n")
    with pytest.raises(DataError, match="two kinds of exports"):
        open_inputs([Input(None, str(tmp_path / name)) for name in ("a.csv", "b.csv")], {})


@pytest.mark.parametrize("name", [name for name, one in presets().items() if not one.refuse])
def test_a_preset_knows_its_own_columns_among_those_of_all_the_others(name: str) -> None:
    clues = presets()[name].recognise
    for few in (clues.any[: clues.at_least], clues.any):
        table = presets()[name].table if presets()[name].only_named else None
        found = detect.detect("t", [*first(clues.all), *few], table)
        assert found is not None
        assert found.preset.name == name
