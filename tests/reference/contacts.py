"""Orders, success, reviews and answered surveys."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tests.reference import conditions
from tests.reference.cells import BEGINS, GARBAGE, read_cell
from tests.reference.quantities import scale
from tests.reference.records import began
from tests.reference.scores import NO_ANSWER
from tests.reference.verdicts import Asked, Verdict, kept, not_applicable, unreadable

if TYPE_CHECKING:
    from datetime import datetime

    from tests.reference.conditions import Truth


def yes_or_no(asked: Asked, column: str) -> Any:  # noqa: ANN401 - a truth or garbage
    """A yes/no cell, in a column of text too; numbers 1 and 0 say it as well."""
    value = asked.cell(column)
    if isinstance(value, Fraction):
        value = str(value)
    return read_cell(value, "yes_no") if isinstance(value, str) else value


# ---- reviews ----


def accuracy_rate(asked: Asked) -> Verdict:
    column = asked.setting("column", "accurate")
    mark = yes_or_no(asked, column)
    if mark is None:
        return not_applicable("not marked")
    return unreadable(column) if mark is GARBAGE else kept(mark)


def checklist_compliance(asked: Asked) -> Verdict:
    items = asked.standard["items"]
    marks = [yes_or_no(asked, item) for item in items]
    if all(mark is None for mark in marks):
        return not_applicable("not checked")
    if False in marks:
        return kept(success=False)
    silent = [item for item, mark in zip(items, marks, strict=True) if mark is GARBAGE]
    silent += [item for item, mark in zip(items, marks, strict=True) if mark is None]
    return unreadable(silent[0]) if silent else kept(success=True)


def quality_score(asked: Asked) -> Verdict:
    """Weighted marks over weighted best marks; a failed critical item makes it nothing."""
    low, high = scale(asked.standard["scale"])
    got, best, failed = Fraction(0), Fraction(0), False
    for item in asked.standard["items"]:
        column, weight = (item, 1) if isinstance(item, str) else next(iter(item.items()))
        mark = _mark(asked, column, low, high)
        if mark is GARBAGE:
            return unreadable(column)
        if mark is not None:
            got, best = got + weight * mark, best + weight * high
            failed |= column in asked.setting("critical", []) and mark <= low
    if not best:
        return not_applicable("not marked")
    return Verdict("measured", mark=Fraction(0) if failed else got / best)


def _mark(asked: Asked, column: str, low: Fraction, high: Fraction) -> Any:  # noqa: ANN401 - a mark, none or garbage
    value = asked.cell(column)
    if value is None or value is GARBAGE:
        return value
    if isinstance(value, bool):
        return high if value else Fraction(0)
    return value if low <= value <= high else GARBAGE


# ---- orders and success ----


def is_order(asked: Asked) -> Truth:
    """The flag, else a value; without either, no order if there is no flag at all."""
    flag, value = asked.cell("converted"), asked.cell("order_value")
    if isinstance(flag, bool):
        return flag
    if isinstance(value, Fraction) and value > 0:
        return True
    return None if value is GARBAGE or asked.table.has("converted") else False


def conversion_rate(asked: Asked) -> Verdict:
    order = is_order(asked)
    return unreadable(_silent(asked)) if order is None else kept(order)


def average_order_value(asked: Asked) -> Verdict:
    order, value = is_order(asked), asked.cell("order_value")
    if order is False:
        return not_applicable("no order")
    if order is None:
        return unreadable(_silent(asked))
    if value is None or value is GARBAGE:
        return unreadable("order_value")
    return Verdict("measured", mark=value)


def _silent(asked: Asked) -> str:
    """The column that should have told whether there was an order."""
    for column in ("converted", "order_value"):
        if asked.cell(column) is GARBAGE:
            return column
    return "converted" if asked.table.has("converted") else "order_value"


def customer_success_rate(asked: Asked) -> Verdict:
    success, garbled = _success(asked)
    if success is None and garbled is None:
        return not_applicable("unknown")
    by_customer = asked.setting("per", "case") == "requester"
    if by_customer and asked.cell("requester") is None:
        return not_applicable("no requester")
    if garbled is None and by_customer and began(asked.table, asked.at) is None:
        garbled = _undated(asked)
    return unreadable(garbled) if garbled is not None else kept(success)


def _success(asked: Asked) -> tuple[Truth, str | None]:
    """Whether the customer succeeded; the column that cannot be read."""
    condition = asked.setting("success", None)
    if condition is None:
        flag = yes_or_no(asked, "successful")
        return (None, "successful") if flag is GARBAGE else (flag, None)
    read = conditions.columns(condition)
    garbled = next((column for column in read if asked.cell(column) is GARBAGE), None)
    return conditions.holds(condition, asked.record), garbled


def _undated(asked: Asked) -> str:
    """The column that should have told when the case began."""
    columns = [column for column in BEGINS[asked.table.name] if asked.table.has(column)]
    return next((column for column in columns if asked.cell(column) is GARBAGE), columns[0])


def latest_of_each(
    asked: list[tuple[Asked, Verdict]],
) -> list[Verdict]:
    """`per: requester`: only the latest judged case of each customer counts."""
    judged: dict[str, tuple[datetime, str, int]] = {}
    for at, (one, verdict) in enumerate(asked):
        requester, created = one.cell("requester"), began(one.table, one.at)
        if verdict.place in {"met", "missed"} and requester is not None and created is not None:
            name = requester.casefold()
            judged[name] = max(
                judged.get(name, (created, "", -1)), (created, one.cell("id") or "", at)
            )
    kept_at = {at for _, _, at in judged.values()}
    return [
        verdict if at in kept_at else _earlier(verdict) for at, (_, verdict) in enumerate(asked)
    ]


def _earlier(verdict: Verdict) -> Verdict:
    return not_applicable("earlier case") if verdict.place in {"met", "missed"} else verdict


# ---- surveys ----


def survey_response_rate(asked: Asked) -> Verdict:
    """Whoever answered was asked, whether or not it says when."""
    if asked.table.name == "tickets":
        return _asked_in_the_ticket(asked)
    marks = [asked.cell(name) for name in ("answered_at", "csat", "ces", "nps")]
    answered = any(mark is not None and not _is_no_answer(mark) for mark in marks)
    if not answered and asked.table.has("sent_at") and asked.cell("sent_at") is None:
        return not_applicable("not sent")
    return kept(answered)


def _asked_in_the_ticket(asked: Asked) -> Verdict:
    """Offered was sent and not answered; other words for no answer were not sent."""
    word = asked.cell("csat")
    offered = isinstance(word, str) and word.casefold() == "offered"
    sent = word is not None and (offered or not _is_no_answer(word))
    return kept(not offered) if sent else not_applicable("not sent")


def _is_no_answer(mark: object) -> bool:
    return isinstance(mark, str) and mark.casefold() in NO_ANSWER
