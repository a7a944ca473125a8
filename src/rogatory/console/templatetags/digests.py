# SPDX-License-Identifier: Apache-2.0
"""Identifiers of data, to be compared by eye or by voice, and the size of the data."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from rogatory.console.language.languages import written_size
from rogatory.wire.identifiers import spoken_reference

register = template.Library()


@register.filter
def short(digest: str) -> SafeString:
    """Return the beginning of a digest or identifier; the whole is in the element's title."""
    return format_html(
        '<code class="digest" dir="ltr" title="{0}">{1}…</code>', digest, digest[:12]
    )


@register.filter
def grouped(digest: str) -> SafeString:
    """Return a digest in groups of four, to be compared by eye or by voice."""
    groups = " ".join(digest[at : at + 4] for at in range(0, len(digest), 4))
    return format_html('<code class="digest whole" dir="ltr">{}</code>', groups)


@register.filter
def reference(thread: str) -> str:
    """Return the end of a thread's identifier, by which officers call it on the telephone."""
    return spoken_reference(thread)


@register.filter
def size(value: int) -> str:
    """Return bytes in the largest binary unit of which there is at least one."""
    return written_size(value)
