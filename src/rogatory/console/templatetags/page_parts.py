# SPDX-License-Identifier: Apache-2.0
"""The parts that pages are put together from: bars, tabs, and the value of a name."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import template
from django.utils.safestring import SafeString

from rogatory.console.frame import bar_charts, navigation

register = template.Library()


@register.simple_tag
def share_bar(part: int, whole: int) -> SafeString:
    """Return a bar beside two numbers: how much of the whole there is."""
    return bar_charts.share_bar(part, whole)


@register.simple_tag(takes_context=True)
def network_tabs(context: template.Context) -> list[navigation.NavigationItem]:
    """Return the tabs of the pages on the network, for the reader of this page."""
    path = context["request"].path_info
    return navigation.shown(navigation.NETWORK_TABS, context["reader"], path)


@register.filter
def of(found: Mapping[str, Any], name: str) -> Any:
    """Return the value of a name in a mapping."""
    return found.get(name)


@register.filter
def counted(items: Iterable[Any]) -> Sequence[tuple[Any, int]]:
    """Return each item once, at its first place, with how many times it is there."""
    found: list[tuple[Any, int]] = []
    for one in items:
        at = next((at for at, (other, _) in enumerate(found) if other == one), None)
        if at is None:
            found.append((one, 1))
        else:
            found[at] = (one, found[at][1] + 1)
    return found
