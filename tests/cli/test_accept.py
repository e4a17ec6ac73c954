"""Misses that a team has taken on: left out, counted, and told when they are none any more."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.running import Csaudit

STANDARDS = """
version: 1
timezone: UTC
standards:
  - {id: answered, metric: first_response_time, within: 1h, target: ">= 99%", min_n: 1}
  - {id: settled, metric: resolution_rate, target: ">= 99%", min_n: 1}
"""


def export(folder: Path, late: set[int], name: str = "t.csv") -> str:
    rows = [
        f"{n},2026-10-{1 + n:02}T09:00:00Z,2026-10-{1 + n:02}T{'19' if n in late else '09'}:30:00Z,"
        f"{'open' if n == 3 else 'closed'}"
        for n in range(20)
    ]
    (folder / name).write_text(
        "\n".join(["id,created_at,first_response_at,status", *rows]), "utf-8"
    )
    return str(folder / name)


@pytest.fixture
def known(csaudit: Csaudit) -> str:
    """The list of what was missed, and an export in which it was."""
    (csaudit.folder / "standards.yaml").write_text(STANDARDS, encoding="utf-8")
    path = csaudit.folder / "known.json"
    done = csaudit("tickets", export(csaudit.folder, {5, 7}), "-q", "-o", f"accept={path}")
    assert done.code == 0, done.err
    return str(path)


def results(csaudit: Csaudit, *arguments: str) -> tuple[int, dict[str, dict[str, object]]]:
    done = csaudit("check", *arguments, "-f", "json")
    return done.code, {one["id"]: one for one in json.loads(done.out)["results"]}


def test_the_list_is_short_and_in_order(known: str) -> None:
    with open(known, encoding="utf-8") as stream:  # noqa: PTH123 - a name, as the flag takes it
        assert json.load(stream) == {"accepted": {"answered": ["5", "7"], "settled": ["3"]}}


def test_what_is_accepted_is_left_out_and_counted(csaudit: Csaudit, known: str) -> None:
    export_ = str(csaudit.folder / "t.csv")
    assert csaudit("check", export_).code == 1
    code, found = results(csaudit, export_, "--accept", known)
    assert code == 0
    assert found["answered"]["left_out_by"] == {"accepted": 2}
    assert (found["answered"]["n"], found["answered"]["value"]) == (18, 1)
    assert found["settled"]["left_out_by"] == {"accepted": 1}


def test_a_new_miss_trips_all_the_same(csaudit: Csaudit, known: str) -> None:
    code, found = results(csaudit, export(csaudit.folder, {5, 7, 9}), "--accept", known)
    assert code == 1
    assert found["answered"]["numerator"] == 17


def test_what_is_no_miss_any_more_is_told_and_trips_when_asked(
    csaudit: Csaudit, known: str
) -> None:
    mended = export(csaudit.folder, {5})
    done = csaudit("check", mended, "--accept", known)
    assert done.code == 0
    assert "answered: 1 miss accepted that is none any more (7)" in " ".join(done.out.split())
    assert csaudit("check", mended, "--accept", known, "--strict-accept").code == 1


def test_what_another_period_holds_is_not_called_stale(csaudit: Csaudit, known: str) -> None:
    flags = ("--since", "2026-10-07", "--accept", known, "--strict-accept")
    done = csaudit("check", str(csaudit.folder / "t.csv"), *flags)
    assert done.code == 0
    assert "any more" not in done.out


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"accepted": []}', '{"accepted": {"a": "5"}}', '{"accepted": {"a": [5]}}'],
)
def test_what_is_no_list_of_misses_is_a_mistake(csaudit: Csaudit, known: str, text: str) -> None:
    other = csaudit.folder / "other.json"
    other.write_text(text, encoding="utf-8")
    done = csaudit("check", str(csaudit.folder / "t.csv"), "--accept", other)
    assert done.code == 2
    assert "csaudit tickets FILE -f accept" in done.err
    assert known


def test_without_an_id_nothing_can_be_accepted(csaudit: Csaudit, known: str) -> None:
    path = csaudit.folder / "t.csv"
    path.write_text(path.read_text("utf-8").replace("id,", "Own number,", 1), "utf-8")
    for done in (
        csaudit("tickets", path, "-f", "accept"),
        csaudit("tickets", path, "-q", "-o", f"accept={csaudit.folder / 'new.json'}"),
        csaudit("check", path, "--accept", known),
    ):
        assert done.code == 3
        assert "no column is the id of the tickets" in done.err
        assert 'tables: {tickets: {columns: {id: "Its header"}}}' in done.err
        assert not done.out
    named = STANDARDS + 'tables: {tickets: {columns: {id: "Own number"}}}\n'
    (csaudit.folder / "standards.yaml").write_text(named, encoding="utf-8")
    assert csaudit("check", path, "--accept", known).code == 0
