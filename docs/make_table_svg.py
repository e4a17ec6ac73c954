"""Makes docs/table.svg, the picture in the README, from the sample data by the program itself.

Run it from the project's root: python docs/make_table_svg.py. A test compares the two.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import csaudit
from csaudit import streams
from csaudit.reports.picture import render_svg

COMMAND = "csaudit check sample_data/tickets.csv"
TARGET = Path("docs/table.svg")
WIDTH = 110


def picture() -> str:
    """The table that the README's first command prints; the seconds it took are made equal."""
    report = csaudit.check("sample_data/tickets.csv", "standards.yaml")
    steady = replace(report, run=replace(report.run, seconds=0.4))
    return render_svg(steady, COMMAND, WIDTH)


if __name__ == "__main__":
    streams.write_files({TARGET: picture()})
