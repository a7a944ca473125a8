# SPDX-License-Identifier: Apache-2.0
"""The names of grounds beside their ids, where a command prints a reason for a person."""

import re
from collections.abc import Mapping
from pathlib import Path

from rogatory.bootstrap.workstation import connections
from rogatory.errors import Reason, RogatoryError
from rogatory.requests.contents.labels import VALUES

_FIELDS = ("ground", "grounds", "listed")
"""Fields of reasons that have ids of grounds, each with its provision in brackets or without."""

_ID = re.compile(r"(?:^|(?<=, ))([a-z][a-z0-9_-]*)(?=$|, | \()")


def sentence_with_names(reason: Reason, home: object = None) -> str:
    """Return the sentence of a reason, in which each id of a ground has its name: that of the list, or what a
    lawyer wrote of it in the law of the node in `home`.
    """
    stated = {name: str(reason.fields[name]) for name in _FIELDS if name in reason.fields}
    ids = {one for text in stated.values() for one in _ID.findall(text)}
    if not ids:
        return reason.sentence()
    names = _names(home)

    def named(found: re.Match[str]) -> str:
        name = names.get(found[1])
        return f"{found[1]} “{name}”" if name else found[1]

    fields = {name: _ID.sub(named, text) for name, text in stated.items()}
    return Reason(reason.code, {**reason.fields, **fields}).sentence()


def _names(home: object) -> Mapping[str, str]:
    from rogatory.treaty.law import packaged_law

    never = {one.id: one.label for one in packaged_law("world").never}
    return {**_of_node(home), **never, **VALUES}


def _of_node(home: object) -> Mapping[str, str]:
    """Return the names in the law of a node; none where there is no node that can be opened."""
    from rogatory.node.provisions.treaty_names import treaty_names

    if not isinstance(home, Path):
        return {}
    try:
        return treaty_names(connections.node_at(home)).grounds
    except (RogatoryError, OSError):
        return {}
