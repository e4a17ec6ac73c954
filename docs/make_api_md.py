"""Writes docs/api.md from the docstrings of csaudit's Python API.

Run it from the project's root:  python docs/make_api_md.py
"""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import TYPE_CHECKING

import csaudit
from csaudit import errors

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = Path(__file__).resolve().parent / "api.md"

HEAD = """\
# The Python API

For notebooks, pipelines and tests. This page is written by `docs/make_api_md.py` from the
docstrings, and a test sees to it that it is up to date.

```python
import csaudit

audit = csaudit.check("tickets.csv", "standards.yaml", month="2026-10", by="branch")
audit  # in a notebook: the page with its charts
print(audit)  # at a prompt: the table
audit.to_frame()  # the results, one row each, as a polars frame
audit.tickets(columns="agent")  # what was missed, the worst first
```

Tables may be frames, and standards a dict, so that a warehouse can be audited without a file:

```python
tickets = pl.read_database("SELECT * FROM tickets WHERE created_at >= '2026-10-01'", connection)
standards = {
    "version": 1,
    "timezone": "Europe/London",
    "standards": [
        {"id": "first-contact", "metric": "first_contact_resolution", "target": ">= 70%"},
    ],
}
csaudit.check({"tickets": tickets, "calls": "calls.parquet"}, standards).raise_for_gate()
```

In a test of your own, `raise_for_gate` says which standard was not kept and by how much:

```python
def test_we_kept_our_word() -> None:
    csaudit.check("export/*.csv", "standards.yaml", as_of="2026-11-01T00:00Z").raise_for_gate()
```
"""


def page() -> str:
    """The whole page."""
    lines = [HEAD, *_function(csaudit.check), *_class(csaudit.Audit)]
    lines += ["## Errors", ""]
    for name in csaudit.__all__:
        error = getattr(csaudit, name)
        if inspect.isclass(error) and issubclass(error, errors.CsauditError):
            code = int(error.exit_code)
            about = (error.__doc__ or "").partition("\n")[0]
            lines.append(f"- `csaudit.{name}` (exit code {code} of the command line): {about}")
    return "\n".join(lines) + "\n"


def _class(of: type) -> Iterator[str]:
    yield f"## `csaudit.{of.__name__}`"
    yield ""
    yield inspect.cleandoc(of.__doc__ or "")
    yield ""
    yield "It has every field of the JSON report under the same name (`results`, `gate`, `inputs`"
    yield "and so on), and `gating()`, the results of the standards themselves."
    yield ""
    for name, member in vars(of).items():
        if inspect.isfunction(member) and not name.startswith("_"):
            yield from _function(member, f"Audit.{name}", "###")


def _function(of: object, name: str = "csaudit.check", level: str = "##") -> Iterator[str]:
    told = str(inspect.signature(of))  # type: ignore[arg-type] # it is a function
    signature = told.replace("(self, ", "(").replace("(self)", "()").replace("'", "")
    yield f"{level} `{name}`"
    yield ""
    yield f"```python\n{name}{signature}\n```"
    yield ""
    yield from _sections(inspect.cleandoc(getattr(of, "__doc__", "") or ""))
    yield ""


def _sections(text: str) -> Iterator[str]:
    """A docstring: its prose as it stands, the names of its sections as lists."""
    for line in text.splitlines():
        name, colon, rest = line.strip().partition(":")
        if line in {"Args:", "Returns:", "Raises:"}:
            yield f"**{line.removesuffix(':')}**"
            yield ""
        elif line.startswith("    ") and not line.startswith("     ") and colon and " " not in name:
            yield f"- `{name}`:{rest}"
        elif line.startswith("        "):
            yield f"  {line.strip()}"
        else:
            yield line.strip()


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
