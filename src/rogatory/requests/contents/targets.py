# SPDX-License-Identifier: Apache-2.0
"""The target of a request, in one spelling: two requests on one target are seen to be so."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rogatory.requests.contents.identifiers import normal
from rogatory.wire.canonical import Json


@dataclass(frozen=True, slots=True, order=True)
class Target:
    """An identifier that a request is aimed at, with the category of data sought of it.

    `identifier` begins with its type (`email:…`). `category` is None for a person, of whom no data
    are sought. `since` and `until` are the item's period, as written; empty where none is stated.
    """

    identifier: str
    category: str | None = None
    since: str = ""
    until: str = ""

    def meets(self, other: "Target") -> bool:
        """Decide whether both are aimed at the same, whatever the category, at times that overlap.

        A period that is not stated is all of time.
        """
        if self.identifier != other.identifier:
            return False
        starts_late = bool(self.since and other.until and self.since > other.until)
        ends_early = bool(self.until and other.since and self.until < other.since)
        return not starts_late and not ends_early


def targets_of(body: Mapping[str, Json]) -> frozenset[Target]:
    """Return every identifier of the data, persons and property that a request's body names.

    A body of another shape names none: what cannot be read is nobody's target.
    """
    return frozenset(
        (
            *_of_data(body.get("data")),
            *_of_persons(body.get("persons")),
            *_of_property(body.get("property")),
        )
    )


def _of_data(items: Json) -> Iterator[Target]:
    for item in objects_in(items):
        service, category, period = (item.get(key) for key in ("service", "category", "period"))
        stated = period if isinstance(period, Mapping) else {}
        for identifier in objects_in(item.get("identifiers")):
            yield Target(
                normal(identifier, service if isinstance(service, str) else None),
                category if isinstance(category, str) else None,
                str(stated.get("from", "")),
                str(stated.get("until", "")),
            )


def _of_persons(persons: Json) -> Iterator[Target]:
    for person in objects_in(persons):
        for identifier in objects_in(person.get("identifiers")):
            yield Target(normal(identifier))


def _of_property(items: Json) -> Iterator[Target]:
    for item in objects_in(items):
        exchange = item.get("exchange")
        for identifier in objects_in(item.get("identifiers")):
            yield Target(normal(identifier, exchange if isinstance(exchange, str) else None))


def objects_in(value: Json) -> Iterator[Mapping[str, Json]]:
    """Yield the objects of a list; none of a value that is no list."""
    if isinstance(value, list):
        yield from (one for one in value if isinstance(one, Mapping))
