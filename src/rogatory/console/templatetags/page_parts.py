# SPDX-License-Identifier: Apache-2.0
"""The parts that pages are put together from: bars, tabs, and the value of a name."""

from collections.abc import Mapping
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
