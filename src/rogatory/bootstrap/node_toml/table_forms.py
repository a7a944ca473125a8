# SPDX-License-Identifier: Apache-2.0
"""The form of a table of node.toml: its names, and the type of each."""

from collections.abc import Iterator, Mapping
from typing import Any

from rogatory.errors import Phrase
from rogatory.wire.words import P_, Said


def form_problems(
    place: str, given: Any, known: Mapping[str, type], needed: tuple[str, ...]
) -> Iterator[Phrase]:
    """What of a table is unknown, missing, or not of its type; `place` is what the table is called."""
    if not isinstance(given, Mapping):
        yield Said(P_("{place} is no table"), place=place)
        return
    for name in sorted(given.keys() - known.keys()):
        yield Said(P_("{place}.{name} is not known"), place=place, name=ascii(name)[1:-1][:41])
    for name in needed:
        if name not in given:
            yield Said(P_("{place}.{name} is missing"), place=place, name=name)
    for name, form in known.items():
        value = given.get(name)
        if value is not None and (
            not isinstance(value, form) or isinstance(value, bool) != (form is bool)
        ):
            yield Said(
                P_("{place}.{name} is not of the type {form}"),
                place=place,
                name=name,
                form=form.__name__,
            )
