from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

from csaudit.sources.recognise.presets import presets

if TYPE_CHECKING:
    from tests.cli.running import Csaudit


def test_every_preset_is_listed_with_its_table_and_what_it_is(csaudit: Csaudit) -> None:
    done = csaudit("sources")
    assert done.code == 0
    for preset in presets().values():
        line = next(line for line in done.out.splitlines() if line.startswith(f"{preset.name} "))
        assert preset.table in line
        assert preset.title in line


def test_one_preset_says_how_it_is_recognised_and_what_it_reads(csaudit: Csaudit) -> None:
    told = csaudit("sources", "zendesk-csv").out
    assert "recognised  by the columns Id, Created at" in told
    assert "1 at least; the more of these, the surer: Summation column" in told
    assert "if they name no zone, you must" in told
    assert "First reply time in minutes, in minutes" in told


def test_a_preset_that_is_refused_says_why(csaudit: Csaudit) -> None:
    told = " ".join(csaudit("sources", "zendesk-sla-policies").out.split())
    assert "these are targets, not tickets" in told


def test_json_lists_them_all(csaudit: Csaudit) -> None:
    listed = json.loads(csaudit("sources", "-f", "json").out)["sources"]
    assert [one["name"] for one in listed] == list(presets())
    one = json.loads(csaudit("sources", "zendesk-csv", "-f", "json").out)
    assert one["columns"]["created_at"] == {"from": ["Created at"]}


def test_a_name_that_is_nearly_one_is_a_mistake(csaudit: Csaudit) -> None:
    done = csaudit("sources", "zendesk-cvs")
    assert done.code == 2
    assert 'did you mean "zendesk-csv"?' in done.err
    assert not done.out


def test_a_file_of_ones_own_is_told_in_the_same_way(csaudit: Csaudit) -> None:
    (csaudit.folder / "mine.yaml").write_text(
        "name: mine\ntitle: our own helpdesk\ncolumns: {created_at: Erstellt}\n", encoding="utf-8"
    )
    told = csaudit("sources", "./mine.yaml").out
    assert "mine of ./mine.yaml: our own helpdesk" in told
    assert "only when asked for with --source" in told


def test_listing_them_needs_no_polars() -> None:
    code = (
        "import sys\nfrom csaudit.cli.app import app\nsys.argv = ['csaudit', 'sources']\n"
        "try:\n    app()\nexcept SystemExit:\n    pass\nsys.exit('polars' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0
