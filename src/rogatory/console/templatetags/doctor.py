# SPDX-License-Identifier: Apache-2.0
"""The administrator's page's words: the doctor's findings, with States and authorities by their
names.
"""

from django import template

from rogatory.bootstrap.doctor.finding import Finding
from rogatory.console.language import finding_words

register = template.Library()


@register.filter
def finding_what(finding: Finding) -> str:
    return finding_words.what(finding)


@register.filter
def finding_remedy(finding: Finding) -> str:
    return finding_words.remedy(finding)
