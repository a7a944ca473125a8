# SPDX-License-Identifier: Apache-2.0
"""The conditions that a message states with what it gives, and their names."""

from collections.abc import Iterable, Mapping

from rogatory.errors import TranslatableText
from rogatory.requests.contents import labels
from rogatory.wire.canonical import Json
from rogatory.wire.words import FilledText, TextsInTurn


def stated_in(body: Mapping[str, Json]) -> Mapping[str, Json]:
    """Return the conditions of use that a body states; an acceptance's are a list, and none of these."""
    stated = body.get("conditions")
    return stated if isinstance(stated, Mapping) else {}


def condition_names(conditions: Iterable[str]) -> TranslatableText:
    """Return the names of conditions of use, each in the reader's words."""
    named = (labels.FIELDS.get(one) for one in conditions)
    return TextsInTurn.of([FilledText(one) for one in named if one], ", ")
