# SPDX-License-Identifier: Apache-2.0
"""The check of a table of node.toml against the form that its class declares."""

from collections.abc import Iterator, Mapping
from typing import Any

from rogatory.bootstrap.node_toml.declared import declared, read_table
from rogatory.errors import Phrase
from rogatory.wire.fields import Fault, Kind
from rogatory.wire.words import P_, FilledText


def form_problems(place: str, given: Any, table: type) -> Iterator[Phrase]:
    """Return what of a table is unknown, missing, or not of its type; `place` is what it is called."""
    if not isinstance(given, Mapping):
        yield FilledText(P_("{place} is no table"), place=place)
        return
    _, faults = read_table(given, declared(table))
    for fault in sorted(faults, key=lambda one: _ORDER.index(one.kind)):
        yield _problem(place, fault)


_ORDER = (Kind.UNKNOWN, Kind.MISSING, Kind.PROBLEM)


def _problem(place: str, fault: Fault) -> Phrase:
    name = str(fault.place[-1])
    if fault.kind is Kind.UNKNOWN:
        return FilledText(
            P_("{place}.{name} is not known"), place=place, name=ascii(name)[1:-1][:41]
        )
    if fault.kind is Kind.MISSING:
        return FilledText(P_("{place}.{name} is missing"), place=place, name=name)
    assert fault.problem is not None
    return FilledText(P_("{place}.{name} {problem}"), place=place, name=name, problem=fault.problem)
