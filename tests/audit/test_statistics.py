"""Percentiles and intervals against published tables."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csaudit.audit.statistics import adjusted_wald, percentile, t_interval, wilson
from csaudit.audit.student_t import quantile


def cases(*ages: int | str) -> list[int]:
    """Ages in order, doubled; `"6+"` is a case still open at the age of 6, which adds one."""
    return sorted(2 * int(str(age).rstrip("+")) + str(age).endswith("+") for age in ages)


def test_product_limit_estimate_of_freireich_1963() -> None:
    # Remission of leukaemia patients on 6-MP, the textbook example (Freireich et al., 1963, Blood
    # 21:699): 0.857 survive 6 weeks, 0.807 survive 7, then 0.753, 0.690, 0.627, 0.538, 0.448.
    six_mp = cases(
        6, 6, 6, "6+", 7, "9+", 10, "10+", "11+", 13, 16, "17+", "19+", "20+", 22, 23,
        "25+", "32+", "32+", "34+", "35+",
    )  # fmt: skip
    assert percentile(six_mp, Fraction(14, 100)) == (6, False)
    assert percentile(six_mp, Fraction(15, 100)) == (7, False)
    assert percentile(six_mp, Fraction(20, 100)) == (10, False)
    assert percentile(six_mp, Fraction(30, 100)) == (13, False)
    assert percentile(six_mp, Fraction(1, 2)) == (23, False)
    assert percentile(six_mp, Fraction(55, 100)) == (23, False)
    assert percentile(six_mp, Fraction(56, 100)) == (35, True)


def test_nothing_open_is_the_nearest_rank() -> None:
    ages = cases(*range(1, 11))
    assert percentile(ages, Fraction(1, 2)) == (5, False)
    assert percentile(ages, Fraction(51, 100)) == (6, False)
    assert percentile(ages, Fraction(9, 10)) == (9, False)
    assert percentile(ages, Fraction(1)) == (10, False)


@given(st.lists(st.integers(0, 20), min_size=1, max_size=30), st.integers(1, 100))
def test_nearest_rank_is_the_smallest_value_that_enough_cases_reach(
    ages: list[int], percent: int
) -> None:
    expected = min(
        age for age in ages if sum(other <= age for other in ages) * 100 >= percent * len(ages)
    )
    assert percentile(cases(*ages), Fraction(percent, 100)) == (expected, False)


def test_an_open_case_older_than_all_others_makes_a_lower_bound() -> None:
    assert percentile(cases(1, 2, "64+"), Fraction(9, 10)) == (64, True)


def test_a_curve_that_comes_down_exactly_to_its_share_reaches_it() -> None:
    # 3/4 outlast the first, and of the two left after the open one half the third: 3/8.
    assert percentile(cases(1, "2+", 3, 4), Fraction(5, 8)) == (3, False)
    # 6/7, then of four left three quarters: 9/14; two were lost from sight in between.
    assert percentile(cases(1, "2+", "3+", 4, 5, 6, 7), Fraction(5, 14)) == (4, False)


def test_no_cases_have_no_percentile() -> None:
    assert percentile(cases(), Fraction(1, 2)) is None


def test_wilson_interval_of_newcombe_1998() -> None:
    # Newcombe (1998), Statistics in Medicine 17:857, table I: 81/263, 15/148, 0/20, 1/29.
    assert wilson(81, 263, 0.95) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(15, 148, 0.95) == pytest.approx((0.0624, 0.1605), abs=5e-5)
    assert wilson(0, 20, 0.95) == pytest.approx((0.0, 0.1611), abs=5e-5)
    assert wilson(1, 29, 0.95) == pytest.approx((0.0061, 0.1718), abs=5e-5)


def test_adjusted_wald_interval_adds_three_answers() -> None:
    # Sauro & Lewis, measuringu.com/nps-confidence-intervals: 36 promoters, 36 passives and
    # 28 detractors have NPS 8; their adjusted-Wald interval (after Rocks, 2016) at 90 % is
    # from -5.4 to 20.9 within the rounding of the page.
    low, high = adjusted_wald(36, 28, 100, 0.90)
    assert low == pytest.approx(-5.3, abs=0.3)
    assert high == pytest.approx(20.9, abs=0.3)


@pytest.mark.parametrize(
    ("freedom", "expected"),
    [(1, 12.706), (2, 4.303), (5, 2.571), (10, 2.228), (30, 2.042), (120, 1.980)],
)
def test_student_t_matches_the_printed_table(freedom: int, expected: float) -> None:
    assert quantile(0.975, freedom) == pytest.approx(expected, abs=5e-4)


def test_t_interval_of_a_mean() -> None:
    # 5, 6, 7: mean 6, standard deviation 1, t(2) = 4.303, so 6 -+ 4.303 / sqrt(3).
    interval = t_interval(Fraction(6), Fraction(25 + 36 + 49), 3, 0.95)
    assert interval == pytest.approx((6 - 2.4841, 6 + 2.4841), abs=1e-4)
    assert t_interval(Fraction(6), Fraction(36), 1, 0.95) is None


def test_a_curve_that_stays_above_by_less_than_a_float_can_tell_goes_on() -> None:
    """66,668/100,003 times 5,000/33,333 is above one tenth by 3e-11: one more has to end."""
    cases, first, lost, last = 100_003, 66_668, 33_333, 5_000
    ended = [2 * age for age in range(cases - first)]
    begin = len(ended)
    still_open = [2 * age + 1 for age in range(begin, begin + first - lost)]
    begin += len(still_open)
    after = [2 * age for age in range(begin, begin + lost)]
    found = percentile([*ended, *still_open, *after], Fraction(9, 10))
    assert found is not None
    assert found.value == begin + lost - last


@pytest.mark.parametrize(
    ("probability", "freedom", "expected"),
    [
        *((0.75, 1, 1.0), (0.75, 2, 0.81650), (0.75, 10, 0.69981), (0.75, 30, 0.68276)),
        *((0.9, 1, 3.07768), (0.9, 5, 1.47588), (0.995, 3, 5.84091), (0.5, 7, 0.0)),
    ],
)
def test_quantiles_of_t_at_other_confidences(
    probability: float, freedom: int, expected: float
) -> None:
    """From a half up to nearly one, as tables of the distribution have them."""
    assert quantile(probability, freedom) == pytest.approx(expected, abs=1e-5)
