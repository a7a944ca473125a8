# SPDX-License-Identifier: Apache-2.0
"""Kinds of messages: what they are called, what they rest on, which model forms they have."""

from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from rogatory.console.language import words
from rogatory.console.templatetags.citations import rests_on
from rogatory.requests.forms.form import forms_for
from rogatory.requests.kinds.registry import KINDS

register = template.Library()


@register.simple_tag
def kind_title(name: str) -> str:
    """Return what a kind is called; an unknown one by its name."""
    kind = KINDS.get(name)
    return words.translated(kind.title) if kind else name


@register.simple_tag(takes_context=True)
def kind_rests(context: Context, name: str) -> SafeString | str:
    """The article that messages of a kind rest on; nothing is claimed of an unknown kind."""
    kind = KINDS.get(name)
    return rests_on(context, kind.article, kind.certainty) if kind else ""


@register.filter
def model_forms(kind: str) -> list[Any]:
    """The model forms that messages of a kind can be put into."""
    return list(forms_for(kind))
