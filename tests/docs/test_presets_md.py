"""docs/presets.md shows a preset that works, and every key that there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from csaudit.sources import Input, open_inputs
from csaudit.sources.recognise.presets import Origin, Preset, Recognise

PAGE = (Path(__file__).parents[2] / "docs" / "presets.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    assert found is not None
    return found[1]


def test_the_example_reads_the_export_beside_it(tmp_path: Path) -> None:
    preset, export = tmp_path / "acme.yaml", tmp_path / "export.csv"
    preset.write_text(block("yaml"), encoding="utf-8")
    export.write_text(block("csv"), encoding="utf-8")
    [source] = open_inputs([Input(None, str(export))], {}, source=str(preset))
    records = source.read(list(source.columns)).frame.collect()
    assert list(source.columns) == [
        "id", "created_at", "resolved_at", "status", "requester_wait", "csat", "urgent",
    ]  # fmt: skip
    told = records.select("id", "status", "urgent", "csat", "requester_wait").rows()
    assert [row[:3] for row in told] == [("1", "resolved", False), ("2", "pending", True)]
    assert (float(told[0][3]), told[0][4]) == (9.0, 750_000_000)
    assert records["resolved_at"].dt.to_string("iso").to_list() == [
        "2026-01-06 10:00:00.000000+00:00",
        None,
    ]
    assert source.exclusions == (("test case", "urgent"),)


@pytest.mark.parametrize("model", [Preset, Recognise, Origin])
def test_every_key_is_explained(model: type[Preset | Recognise | Origin]) -> None:
    for name, field in model.model_fields.items():
        assert f"`{field.alias or name}`" in PAGE, name
