"""The hunt: `python -m tests.fuzz --minutes 60`; what fails is kept in a folder."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from tests.fuzz.hunting import AUDITED, hunted, prepared


def main() -> int:
    """Runs seed after seed; 1 if any of them failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--keep", type=Path, default=Path("fuzz-failures"))
    asked = parser.parse_args()
    until, seed = monotonic() + 60 * asked.minutes, asked.first
    codes: Counter[int] = Counter()
    failed = 0
    while monotonic() < until:
        with TemporaryDirectory() as folder:
            ended = hunted(seed, Path(folder))
        codes[ended.code] += 1
        if ended.wrong:
            failed += 1
            _keep(seed, asked.keep)
            sys.stdout.write(f"seed {seed}: {ended.wrong}\n")
            sys.stdout.flush()
        seed += 1
    reached = sum(codes[code] for code in AUDITED)
    told = ", ".join(f"{number:,} exit {code}" for code, number in sorted(codes.items()))
    sys.stdout.write(
        f"{codes.total():,} inputs, {reached:,} reached an audit ({told}); {failed} failed\n"
    )
    return int(failed > 0)


def _keep(seed: int, folder: Path) -> None:
    place = folder / str(seed)
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    arguments = prepared(seed, place)
    (place / "command.txt").write_text(" ".join(arguments), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
