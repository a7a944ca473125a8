# SPDX-License-Identifier: Apache-2.0
"""What the administrator's page tells: the doctor's findings, with States and authorities by their names."""

from django import template

from rogatory.bootstrap.finding import Finding
from rogatory.console import finding_words
from rogatory.console.languages import reader_language
from rogatory.console.templatetags.names import state

register = template.Library()


@register.simple_tag(takes_context=True)
def finding_what(context: template.Context, finding: Finding) -> str:
    return finding_words.what(finding, _namer(context))


@register.simple_tag(takes_context=True)
def finding_remedy(context: template.Context, finding: Finding) -> str:
    return finding_words.remedy(finding, _namer(context))


def _namer(context: template.Context) -> finding_words.Named:
    def named(code: str) -> str:
        if "/" not in code:
            return state(context, code)
        name = context["names"].authority(code, reader_language())
        return code if name == code else f"{name} ({code})"

    return named
