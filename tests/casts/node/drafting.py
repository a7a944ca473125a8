# SPDX-License-Identifier: Apache-2.0
"""A draft that is not finished."""

import pytest

from casts.node.world import bodies
from rogatory.errors import Refused
from rogatory.node.drafting import keep, texts
from rogatory.node.drafting.beginning import correspondence
from rogatory.node.drafting.form_body import as_typed

WRITER, OTHER = "xa-0001", "xa-0002"


def a_text(node, body=None, *, kind="preservation", thread=None, officer=WRITER):
    choices = correspondence(node, kind, officer, thread=thread)
    fresh = texts.begun(node, choices, officer, language="en")
    head = {"sender": "xa/contact-point", "addressee": "xb/contact-point", "language": "en"}
    saved = keep.Saved(head, as_typed(bodies.preservation() if body is None else body))
    return keep.save_text(node, fresh, saved, 0)


def refused(act, *given):
    with pytest.raises(Refused) as caught:
        act(*given)
    return caught.value.codes
