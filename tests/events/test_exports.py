"""Logs as the helpdesks write them: each is recognised, and tells the facts of its cases."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from csaudit.sources.recognise.presets import presets
from tests.events.reading import cases_of, told

if TYPE_CHECKING:
    from collections.abc import Mapping

EXPORTS: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "exports" / "exports.yaml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export["preset"])
def test_the_facts_that_an_export_tells(export: Mapping[str, Any], tmp_path: Path) -> None:
    path = tmp_path / f"{export['preset']}.{export['suffix']}"
    path.write_text(export["content"], encoding="utf-8")
    settings = export.get("settings", "")
    cases = cases_of(path, settings)
    assert cases.log.source.recognised_as == export["preset"]
    assert cases.log.unreadable == {}
    found = told(path, settings)
    for case, facts in export["facts"].items():
        assert {name: found[case][name] for name in facts} == facts


def test_parents_written_as_decimals_are_whole_numbers(tmp_path: Path) -> None:
    path = tmp_path / "tweets.csv"
    path.write_text(
        "tweet_id,author_id,inbound,created_at,text,in_response_to_tweet_id\n"
        "1,c1,True,Tue Oct 31 22:10:47 +0000 2017,help,\n"
        "2,s1,False,Tue Oct 31 22:20:47 +0000 2017,hello,1.0\n"
        "3,c1,True,Tue Oct 31 22:30:47 +0000 2017,and,2.0\n"
        "5,c2,True,Tue Oct 31 22:40:47 +0000 2017,else,99.0\n",
        encoding="utf-8",
    )
    assert sorted(told(path)) == ["1", "99"]


def test_presets_that_no_file_here_tries_say_so() -> None:
    tried = {export["preset"] for export in EXPORTS}
    shared = {"event-log", "problem-log", "zendesk-audits", "tweets", "github-timeline",
              "servicenow-events", "zendesk-field-history", "zendesk-ticket-comment",
              "jira-comments", "intercom-part-history"}  # fmt: skip
    logs = {name for name, preset in presets().items() if preset.table == "events"}
    silent = {name for name in logs - tried - shared if not presets()[name].untried}
    assert silent <= {"glpi-followups", "salesforce-case-comments", "frappe-comments"}
