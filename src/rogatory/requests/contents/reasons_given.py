# SPDX-License-Identifier: Apache-2.0
"""The reasons that a body gives: words of a person, wherever one is stated.

This is asked of who drafts. A body that came in with a dash stays readable.
"""

from collections.abc import Iterator, Mapping

from rogatory.errors import Reason
from rogatory.requests import refusals
from rogatory.wire.canonical import Json
from rogatory.wire.empty_words import says_something

REASONS = frozenset({"reason", "reasons", "justification", "necessity", "reciprocity", "statement"})
"""The members of bodies in which somebody says why, promises the same or supplies what lacks, at any depth."""


def reasons_without_words(body: Mapping[str, Json]) -> Iterator[Reason]:
    """Yield each reason in a body that says nothing; one that is missing or empty is for the form."""
    for field, text in _reasons_in(body, ""):
        if text.strip() and not says_something(text):
            yield refusals.REASON_WITHOUT_WORDS.because(field=field, text=text[:40])


def _reasons_in(value: Json, field: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for name, part in value.items():
            place = f"{field}.{name}" if field else name
            if name in REASONS and isinstance(part, str):
                yield place, part
            else:
                yield from _reasons_in(part, place)
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from _reasons_in(part, f"{field}.{number}")
