# SPDX-License-Identifier: Apache-2.0
"""The list of sealed packages as an officer asks for it, the newest first, a page at a time by key."""

from dataclasses import dataclass, replace
from datetime import datetime

from rogatory.errors import Refused
from rogatory.node.context import Node
from rogatory.node.listing import refusals
from rogatory.node.listing.thread_list import ROWS
from rogatory.node.repositories.packages import PackageFilter, PackagePlace, PackageRecord
from rogatory.wire.digests import parse_digest


@dataclass(frozen=True, slots=True)
class PackageList:
    packages: tuple[PackageRecord, ...]
    after: str | None
    """Where the next page begins; None on the last."""


def package_list(
    node: Node, wanted: PackageFilter, *, reader: str, after: str | None = None, rows: int = ROWS
) -> PackageList:
    """Return a page of the packages that an officer may read of, from a place that an earlier page
    named.
    """
    place = None if after is None else read_place(after)
    found = node.store.packages_listed(replace(wanted, reader=reader), rows + 1, place)
    shown = found[:rows]
    return PackageList(tuple(shown), write_place(shown[-1]) if len(found) > rows else None)


def write_place(package: PackageRecord) -> str:
    """Return the place right after a package, as an address carries it."""
    return f"{package.received:%Y-%m-%dT%H:%M:%S.%f}~{package.seal}"


def read_place(text: str) -> PackagePlace:
    """Return the place that an earlier page named; refuses what no page can have named."""
    moment, _, seal = text.partition("~")
    try:
        return PackagePlace(datetime.fromisoformat(f"{moment}+00:00"), parse_digest(seal))
    except (ValueError, Refused) as error:
        raise Refused(refusals.PLACE_UNREADABLE.because(found=ascii(text)[:80])) from error
