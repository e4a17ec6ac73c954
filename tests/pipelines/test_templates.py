"""What other pipelines include: the action, the GitLab template, the hook, the image."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "sample_data" / "tickets.csv"


def read(name: str) -> Any:  # noqa: ANN401 - whatever the file holds
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """One in which `csaudit` is the program under test."""
    program = tmp_path / "bin" / "csaudit"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m csaudit "$@"\n')
    program.chmod(0o755)
    path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)}


def run(script: str, environment: dict[str, str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def audit_step() -> dict[str, Any]:
    (step,) = [one for one in read("action.yml")["runs"]["steps"] if one.get("name") == "Audit"]
    assert isinstance(step, dict)
    return step


def inputs(**given: str) -> dict[str, str]:
    """The environment of the step, as GitHub fills it in."""
    declared = read("action.yml")["inputs"]
    values = {name: str(one.get("default", "")) for name, one in declared.items()} | given
    return {
        name: values[text.removeprefix("${{ inputs.").removesuffix(" }}")]
        for name, text in audit_step()["env"].items()
    }


def test_the_action_audits_annotates_and_keeps_the_report(
    environment: dict[str, str], tmp_path: Path
) -> None:
    given = inputs(
        files=str(SAMPLE), standards=str(ROOT / "standards.yaml"), arguments="--month 2026-10"
    )
    summary = tmp_path / "summary.md"
    done = run(
        audit_step()["run"],
        {**environment, **given, "GITHUB_STEP_SUMMARY": str(summary)},
        tmp_path,
    )
    assert done.returncode == 1, done.stderr
    assert "::error file=" in done.stdout
    report = json.loads((tmp_path / "csaudit-report.json").read_text(encoding="utf-8"))
    assert report["gate"]["exit_code"] == 1
    assert report["period"] is not None
    assert summary.read_text(encoding="utf-8").startswith("# Larkfield")


def test_what_stands_in_an_input_is_no_shell(environment: dict[str, str], tmp_path: Path) -> None:
    given = inputs(files=f"{SAMPLE} $(touch${{IFS}}pwned) `touch pwned` ; touch pwned *")
    done = run(audit_step()["run"], {**environment, **given}, tmp_path)
    assert done.returncode != 0
    assert not (tmp_path / "pwned").exists()
    assert "${{" not in audit_step()["run"]


def test_the_gitlab_template_writes_what_it_says(
    environment: dict[str, str], tmp_path: Path
) -> None:
    job = read("templates/gitlab.yml")[".csaudit"]
    given = {**job["variables"], "CSAUDIT_FILES": str(SAMPLE)}
    given["CSAUDIT_STANDARDS"] = str(ROOT / "standards.yaml")
    done = run("\n".join(job["script"]), {**environment, **given}, tmp_path)
    assert done.returncode == 1, done.stderr
    reports = job["artifacts"]["reports"]
    for name in (*job["artifacts"]["paths"], reports["codequality"], reports["junit"]):
        assert (tmp_path / name).stat().st_size


def test_the_hook_lints_the_files_that_it_is_given(
    environment: dict[str, str], tmp_path: Path
) -> None:
    (hook,) = read(".pre-commit-hooks.yaml")
    good, bad = tmp_path / "standards.yaml", tmp_path / "a" / "standards.yaml"
    bad.parent.mkdir()
    good.write_text("version: 1\nstandards: [{id: a, metric: resolution_rate}]\n")
    bad.write_text("version: 1\nstandards: [{id: a, metric: resolution}]\n")
    assert run(f"{hook['entry']} {good}", environment, tmp_path).returncode == 0
    done = run(f"{hook['entry']} {good} {bad}", environment, tmp_path)
    assert done.returncode == 2
    assert "a/standards.yaml:2:" in done.stderr


def test_the_image_is_small_and_nobody_is_root_in_it() -> None:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.startswith("FROM ")][-1] == "FROM python:3.13-slim"
    assert lines.index("USER csaudit") < lines.index('ENTRYPOINT ["csaudit"]')
    copied = next(line for line in lines if line.startswith("COPY pyproject.toml")).split()[1:-1]
    assert all((ROOT / name).exists() for name in copied)


@pytest.mark.parametrize("page", ["ci.md", "cron.md", "tutorial.md"])
def test_every_flag_on_a_page_exists(page: str) -> None:
    """The commands of a page are those of the program."""
    from csaudit.cli.commands import COMMANDS, command

    known = {
        name: {option for parameter in command(name).params for option in parameter.opts}
        for name in COMMANDS
    }
    text = (ROOT / "docs" / page).read_text(encoding="utf-8").replace("\\\n", " ")
    used = 0
    for line in text.splitlines():
        for part in line.split("csaudit ")[1:]:
            written = re.split(r" \|\|? | #|`", part)[0]
            name, *words = written.split() or [""]
            if name in known:
                flags = {word for word in words if word.startswith("-") and word[1:].strip("-")}
                assert flags <= known[name] | {"--help"}, line
                used += 1
    assert used > 3
