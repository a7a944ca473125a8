# SPDX-License-Identifier: Apache-2.0
"""Calls of officers: why, whom each has come to, and by which means."""

from collections.abc import Mapping
from typing import Any, cast

from django import template

from rogatory.console.language import alert_names, codes, words
from rogatory.errors import PROBLEM
from rogatory.wire.words import Statement

register = template.Library()


@register.filter
def call(page: Any) -> str:
    """Return why a human was called."""
    return words.called(alert_names.CALLS, page.id.partition("/")[0])


@register.filter
def call_detail(page: Any) -> Statement | None:
    """Return what an alert says beyond its name."""
    kind, _, _rest = page.id.partition("/")
    if kind not in alert_names.CALLS or kind in alert_names.SHOWN_WHOLE:
        return cast("Statement", page.reason)
    if kind not in alert_names.WITH_PROBLEM:
        return None
    problem = page.reason.reasons[0].fields.get(PROBLEM)
    return problem if isinstance(problem, Statement) else None


@register.filter
def of_call(called: Mapping[str, tuple[str, ...]], call: str) -> tuple[str, ...]:
    """Return the officers whom a call has come to."""
    return called.get(call, ())


@register.filter
def means(code: str) -> str:
    """Return how an officer was called; of a webhook, which."""
    way, _, name = code.partition(" ")
    means_name = words.called(codes.MEANS, way)
    return f"{means_name} {name}" if name else means_name
