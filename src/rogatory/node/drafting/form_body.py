# SPDX-License-Identifier: Apache-2.0
"""A body as a form holds it, and as it is judged and sent.

A form has states that a body lacks: a field that is empty, an entry that was just added, an option
that nothing applies. An unfinished text keeps the form's state; its `with_null` is what is judged
and sent.
"""

from collections.abc import Mapping

from rogatory.wire.canonical import Json

NULL = "null"
"""The value of the option that says that nothing applies, where the schema admits null."""


def stated_only(value: Json) -> Json:
    """Return the body without what was left empty: that is not said."""
    if isinstance(value, Mapping):
        fields = {name: stated_only(part) for name, part in value.items()}
        return {name: part for name, part in fields.items() if not _is_empty(part)}
    if isinstance(value, list):
        return [part for part in (stated_only(one) for one in value) if not _is_empty(part)]
    return None if value == NULL else value


def shown_only(value: Json) -> Json:
    """Return what a form shows of a value.

    Empty fields are as good as none, but an entry that somebody added counts, though it is still
    empty. A list always shows one.
    """
    if isinstance(value, Mapping):
        fields = {name: shown_only(part) for name, part in value.items()}
        return {name: part for name, part in fields.items() if not _is_empty(part)} or None
    if isinstance(value, list):
        entries = [shown_only(one) for one in value]
        return None if entries in ([], [None]) else entries
    return None if value == "" else value


def with_null(body: Mapping[str, Json]) -> dict[str, Json]:
    """Return `stated_only`, with what was chosen to be null written so."""
    fields = stated_only(dict(body))
    assert isinstance(fields, dict)
    offence, stated = body.get("offence"), fields.get("offence")
    chosen = isinstance(offence, Mapping) and offence.get("convention_article") == NULL
    if chosen and isinstance(stated, dict):
        stated["convention_article"] = None
    return fields


def as_typed(body: Mapping[str, Json]) -> dict[str, Json]:
    """Return a body as a form would have it: the other way round from `with_null`."""
    found, offence = dict(body), body.get("offence")
    if (
        isinstance(offence, Mapping)
        and "convention_article" in offence
        and offence["convention_article"] is None
    ):
        found["offence"] = {**offence, "convention_article": NULL}
    return found


def _is_empty(value: Json) -> bool:
    return value is None or value in ("", [], {})
