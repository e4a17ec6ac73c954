"""Writes docs/metrics.md from the metrics' own declarations.

Run it from the project's root:  python docs/make_metrics_md.py
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from csaudit.metrics import catalogue
from csaudit.metrics.parts import explaining

if TYPE_CHECKING:
    from collections.abc import Iterator

    from csaudit.metrics.declaration import Metric, Setting

PAGE = Path(__file__).resolve().parent / "metrics.md"

HEAD = """\
# Metrics

What csaudit measures, and what exactly is counted. `csaudit metrics NAME` prints the same. This
page is written by `docs/make_metrics_md.py` from the declarations in `csaudit/metrics/`, and a
test sees to it that it is up to date.
"""


def page() -> str:
    """The whole page."""
    return "\n".join([HEAD, *(line for metric in catalogue().values() for line in _entry(metric))])


def _entry(metric: Metric) -> Iterator[str]:
    yield f"## {metric.name}\n\n{metric.summary} {metric.definition}\n"
    yield f"- **Formula:** {metric.formula}"
    yield f"- **Unit:** {metric.unit}, {metric.direction} is better"
    yield f"- **Tables:** {', '.join(metric.tables)}"
    yield f"- **Needs:** {explaining.needs(metric)}"
    if used := explaining.uses(metric):
        yield f"- **Uses, where the data has them:** {used}"
    if judged := explaining.judged_by(metric):
        yield f"- **Judged by:** {judged}"
    if metric.elsewhere:
        yield f"- **Elsewhere:** {metric.elsewhere}"
    if metric.settings:
        yield "\n| setting | meaning | default |\n|---|---|---|"
        yield from (_setting(setting) for setting in metric.settings)
    if metric.example:
        yield f"\n```yaml\n{metric.example.rstrip()}\n```"
    yield ""


def _setting(setting: Setting) -> str:
    choices = f" ({', '.join(setting.choices)})" if setting.choices else ""
    return f"| `{setting.name}`{choices} | {setting.meaning} | {explaining.default(setting)} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
