# SPDX-License-Identifier: Apache-2.0
"""Frames that many pages share: a section with its heading, a table with its head, a fact of a list, a labelled control.

`{% panel "h-seal" _("Seal") %}…{% endpanel %}` puts what it encloses into
`console/frame/section.html`; the other tags have a template of their name. The markup is in the
templates alone.
"""

from collections.abc import Sized
from typing import Any

from django import template
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_block_tag(takes_context=True)
def panel(
    context: template.Context,
    content: str,
    anchor: str,
    title: str,
    *,
    count: int | None = None,
    warn: bool = False,
) -> SafeString:
    """Frame a section of a page in a box, with a heading and how many things it has."""
    css = "panel warn" if warn else "panel"
    return _framed(
        context, "section", css=css, anchor=anchor, title=title, count=count, content=content
    )


@register.simple_block_tag(takes_context=True)
def listing(
    context: template.Context,
    content: str,
    anchor: str,
    title: str,
    rows: Sized,
    none: str,
) -> SafeString:
    """Frame a list in a box: its items, or one sentence that there is none."""
    framed = _framed(context, "list_section", rows=rows, content=content, none=none)
    return _framed(
        context,
        "section",
        css="panel",
        anchor=anchor,
        title=title,
        count=len(rows),
        content=framed,
    )


@register.simple_block_tag(takes_context=True)
def lane(
    context: template.Context, content: str, anchor: str, title: str, *, count: int | None = None
) -> SafeString:
    """Frame a section of rows or cards without a box, with a heading and how many they are."""
    return _framed(
        context, "section", css="lane", anchor=anchor, title=title, count=count, content=content
    )


@register.simple_block_tag(takes_context=True)
def table(
    context: template.Context,
    content: str,
    name: str,
    *heads: str | list[str],
    role: str = "group",
    css: str = "timeline",
    acts: str = "",
) -> SafeString:
    """Frame rows in a table: its name, the heads of its columns (a list is one for each of its members), and for a last
    column of buttons what these do.
    """
    return _framed(
        context,
        "table",
        name=name,
        heads=[name for one in heads for name in (one if isinstance(one, list) else [one])],
        role=role,
        css=css,
        acts=acts,
        content=content,
    )


@register.simple_block_tag(takes_context=True)
def line(context: template.Context, content: str, name: str) -> SafeString:
    """Frame one fact of a `dl.lines`: its name, and what is enclosed."""
    return _framed(context, "line", name=name, content=content)


@register.simple_block_tag(takes_context=True)
def head(context: template.Context, content: str, title: str) -> SafeString:
    """Frame the head of a page: its title, and above it what is enclosed."""
    return _framed(context, "head", title=title, content=content)


@register.simple_block_tag(takes_context=True)
def field(
    context: template.Context, content: str, control: str, label: str, *, optional: str = ""
) -> SafeString:
    """Frame a control of a form: the label of the control with this id, and the control itself."""
    return _framed(
        context, "labelled", control=control, label=label, optional=optional, content=content
    )


def _framed(context: template.Context, frame: str, **given: Any) -> SafeString:
    """Return what the template of a frame makes of these values; it sees nothing else of the page."""
    assert context.template is not None  # a tag is rendered within a template
    engine = context.template.engine
    within = template.Context(given, autoescape=context.autoescape)
    return engine.get_template(f"console/frame/{frame}.html").render(within)
