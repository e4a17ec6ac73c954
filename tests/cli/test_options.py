from __future__ import annotations

import os
from dataclasses import fields
from typing import get_type_hints

import pytest
from typer.testing import CliRunner

from csaudit.cli.app import app
from csaudit.cli.auditing import written
from csaudit.cli.commands import COMMANDS
from csaudit.cli.options import Audited, FailOn, NoDataAs, Reported
from csaudit.cli.tickets import Listed, ListReported


@pytest.fixture
def runner() -> CliRunner:
    return CliRunner(env={name: None for name in os.environ if name.startswith("CSAUDIT_")})


@pytest.mark.parametrize("command", [[], *([name] for name in COMMANDS)])
def test_every_command_explains_itself_with_examples(command: list[str], runner: CliRunner) -> None:
    text = runner.invoke(app, [*command, "--help"]).stdout
    assert "Example" in text
    assert f"csaudit {' '.join(command)}".rstrip() in text
    assert "\b" not in text
    assert "None" not in text


@pytest.mark.parametrize(
    ("command", "usage"),
    [
        ("check", "check [OPTIONS] [NAME=]FILE..."),
        ("tickets", "tickets [OPTIONS] [NAME=]FILE..."),
        ("calendar", "calendar [OPTIONS] [NAME]"),
        ("init", "init [OPTIONS] [[NAME=]FILE]..."),
        ("schema", "schema [OPTIONS]"),
    ],
)
def test_the_help_speaks_of_files_and_names_and_not_of_types(
    command: str, usage: str, runner: CliRunner
) -> None:
    text = runner.invoke(app, [command, "--help"]).stdout
    assert text.splitlines()[0].endswith(usage)
    assert "list[" not in text
    assert "<str>" not in text


@pytest.mark.parametrize("command", COMMANDS)
def test_the_overview_says_what_the_help_of_a_command_begins_with(
    command: str, runner: CliRunner
) -> None:
    first = " ".join(runner.invoke(app, [command, "--help"]).stdout.split("\n\n")[1].split())
    verb = COMMANDS[command].split()[0]
    assert first.split()[0] == verb
    assert COMMANDS[command] == first or command in {"init", "inspect", "sources"}


def test_no_line_of_the_overview_is_cut(runner: CliRunner) -> None:
    overview = runner.invoke(app, ["--help"], terminal_width=80).stdout
    commands = overview.partition("Commands:\n")[2].partition("\n\n")[0].splitlines()
    assert len(commands) == len(COMMANDS)
    assert [line for line in commands if not line.endswith(".") or line.endswith("...")] == []


@pytest.mark.parametrize("command", [[], ["check"]])
def test_the_help_lists_the_exit_codes(command: list[str], runner: CliRunner) -> None:
    text = runner.invoke(app, [*command, "--help"]).stdout
    for code in ("0", "1", "2", "3", "70", "130"):
        assert f"\n    {code:<4} " in text


def test_every_flag_of_the_design_is_there(runner: CliRunner) -> None:
    text = runner.invoke(app, ["check", "--help"], terminal_width=100).stdout
    wanted = (
        "--standards --as-of --since --until --month --last --timezone --source --where --by "
        "--select --ignore --format --output --fail-on --no-data --quiet --verbose --color "
        "--no-progress"
    ).split(" ")
    assert [flag for flag in wanted if f" {flag} " not in text] == []
    for short in ("-s,", "-f,", "-o,", "-q,", "-v,"):
        assert f" {short} --" in text


def test_a_list_takes_every_flag_of_an_audit_and_shows_those_that_matter(
    runner: CliRunner,
) -> None:
    assert {field.name for field in fields(Audited)} <= {field.name for field in fields(Listed)}
    text = runner.invoke(app, ["tickets", "--help"], terminal_width=100).stdout
    for shown in ("--standards", "--select", "--where", "--all", "--missed", "--due-within"):
        assert f" {shown} " in text
    for hidden in ("--by", "--fail-on", "--no-data"):
        assert f" {hidden} " not in text


@pytest.mark.parametrize("group", [Audited, Reported, Listed, ListReported])
def test_every_long_flag_has_its_variable(group: type) -> None:
    for name, hint in get_type_hints(group, include_extras=True).items():
        if name != "files":
            option = hint.__metadata__[0]
            assert f"--{name.replace('_', '-')}" in (option.default, *option.param_decls)
            assert option.envvar == f"CSAUDIT_{name.upper()}"


@pytest.mark.parametrize(
    ("variable", "value", "complaint"),
    [
        ("CSAUDIT_FAIL_ON", "sometimes", "--fail-on"),
        ("CSAUDIT_NO_DATA", "sometimes", "--no-data"),
        ("CSAUDIT_COLOR", "green", "--color"),
        ("CSAUDIT_QUIET", "perhaps", "--quiet"),
        ("CSAUDIT_VERBOSE", "perhaps", "--verbose"),
        ("CSAUDIT_NO_PROGRESS", "perhaps", "--no-progress"),
    ],
)
def test_variables_are_read_as_the_flags_are(
    variable: str, value: str, complaint: str, runner: CliRunner
) -> None:
    done = runner.invoke(app, ["check", "x.csv"], env={variable: value})
    assert done.exit_code == 2
    assert complaint in done.stderr


def test_flags_can_be_written_down_again() -> None:
    asked = Audited(
        files=["tickets.csv", "calls=calls.csv"],
        as_of="now",
        by=["branch", "team"],
        fail_on=FailOn.WARN,
        no_data=NoDataAs.IGNORE,
    )
    assert list(written(asked)) == (
        "tickets.csv calls=calls.csv --as-of now --by branch --by team --fail-on warn "
        "--no-data ignore"
    ).split(" ")
    assert list(written(Audited(files=["x.csv"]))) == ["x.csv"]
