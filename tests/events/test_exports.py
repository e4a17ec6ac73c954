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


def test_presets_that_no_file_here_tries_say_so() -> None:
    tried = {export["preset"] for export in EXPORTS}
    shared = {"event-log", "problem-log", "zendesk-audits", "tweets", "github-timeline",
              "servicenow-events", "zendesk-field-history", "zendesk-ticket-comment",
              "jira-comments", "intercom-part-history"}  # fmt: skip
    logs = {name for name, preset in presets().items() if preset.table == "events"}
    silent = {name for name in logs - tried - shared if not presets()[name].untried}
    assert silent <= {"glpi-followups", "salesforce-case-comments", "frappe-comments"}
