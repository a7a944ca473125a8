# SPDX-License-Identifier: Apache-2.0
"""Lines of the audit for people."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from rogatory.console.audit.row_text import DescriptionPart, about
from rogatory.console.language import words
from rogatory.node.repositories.audit import AuditEntry

register = template.Library()

LONGEST_DATA = 80
"""A name that a page lost or a digest: what is longer says no more."""


@register.filter
def audited(entry: AuditEntry) -> SafeString:
    """Return the subject of a line: our words, and the data as they are."""
    return format_html_join(" · ", "{}", ((_part_text(part),) for part in about(entry)))


def _part_text(part: DescriptionPart) -> SafeString | str:
    if part.words:
        return words.translated(part.words)
    return format_html('<code class="breaks" dir="ltr">{}</code>', part.data[:LONGEST_DATA])
