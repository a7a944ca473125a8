# SPDX-License-Identifier: Apache-2.0
"""The query of a page on the law: a day, a kind, an instrument; anything else is refused."""

from collections.abc import Iterable
from datetime import date

from django.http import HttpRequest

from rogatory.console.frame import refusals
from rogatory.console.frame.this_node import this_node
from rogatory.errors import Refused
from rogatory.node.provisions.law_data import law_in_force
from rogatory.treaty.law import Law


def law_here() -> Law:
    """Return the law in force on this node, with the ministry's corrections."""
    return law_in_force(this_node())


def requested_day(request: HttpRequest) -> date:
    """Return the day of `?on=`; today where none is asked for."""
    text = request.GET.get("on", "").strip()
    if not text:
        return this_node().clock.now().date()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refused(refusals.DAY_UNREADABLE.because(day=ascii(text)[:20])) from error


def requested_one(request: HttpRequest, name: str, among: Iterable[str]) -> str:
    """Return the value of a parameter, which is one of those; the first of them where none is asked
    for.
    """
    known = list(among)
    text = request.GET.get(name, "") or (known[0] if known else "")
    if text not in known:
        raise Refused(refusals.CHOICE_UNKNOWN.because(name=name, value=ascii(text)[:60]))
    return text
