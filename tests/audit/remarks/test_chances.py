"""Tails of distributions, against whole numbers."""

from __future__ import annotations

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csaudit.audit.remarks.chances import at_least, drawn_at_least


@given(st.data())
def test_the_chance_is_that_of_drawing_without_putting_back(data: st.DataObject) -> None:
    everything = data.draw(st.integers(1, 60))
    all_bad, drawn = (data.draw(st.integers(0, everything)) for _ in range(2))
    bad = data.draw(st.integers(0, min(all_bad, drawn)))
    ways = sum(
        comb(all_bad, one) * comb(everything - all_bad, drawn - one)
        for one in range(bad, min(all_bad, drawn) + 1)
    )
    chance = ways / comb(everything, drawn)
    assert drawn_at_least(bad, drawn, all_bad, everything) == pytest.approx(chance)


def test_a_table_by_fisher() -> None:
    # Fisher's lady tasting tea (The Design of Experiments, 1935): all four of eight, 1 in 70.
    assert drawn_at_least(4, 4, 4, 8) == pytest.approx(1 / 70)
    assert drawn_at_least(3, 4, 4, 8) == pytest.approx(17 / 70)


@pytest.mark.parametrize(("some", "of"), [(0, 5), (3, 5), (5, 5), (30, 60), (41, 60)])
def test_the_chance_of_thirds_is_the_binomials(some: int, of: int) -> None:
    exact = sum(comb(of, one) * 2 ** (of - one) for one in range(some, of + 1)) / 3**of
    assert at_least(some, of, 1 / 3) == pytest.approx(exact)


def test_large_numbers_are_no_trouble() -> None:
    assert 0 < drawn_at_least(5_100, 10_000, 500_000, 1_000_000) < 0.05
    assert at_least(400_000, 1_000_000, 1 / 3) == 0.0
