# SPDX-License-Identifier: Apache-2.0
"""The chain of roots of a directory: walked from the network's first, compared with roots that a reader trusts.

Expiry is not judged here: a chain is the same at every moment.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

from rogatory.directory import refusals, submission_refusals
from rogatory.directory.ceremony.ceremony import network_id
from rogatory.directory.ceremony.metadata import Root, read_metadata, size_limit
from rogatory.directory.ceremony.network_field import refuse_other_network
from rogatory.directory.fetching import METADATA
from rogatory.directory.tuf_refusals import tuf_refusals
from rogatory.errors import Refused

type ReadMetadata = Callable[[str, int], bytes | None]
"""The bytes of a repository file, at most so many, or None if it is not there."""

MOST_ROOTS = 1024
"""A root chain longer than any network's life is made to keep its reader busy."""


REMEMBERED_METADATA = 32
"""Roots, and other metadata above the States, that are verified once: a verification reads a directory as of several
moments, and of the same bytes under the same root nothing but the expiry is another."""


class RootVerdict(NamedTuple):
    """The verdict whether a reader's roots vouch for a chain; if not, which are missing between
    them.
    """

    vouched: bool
    last: int
    given: int | None


def read_root(read: ReadMetadata, network: str) -> Root:
    """Return the last root of the chain that begins with the network's first; expiry is not judged."""
    return read_roots(read, network)[-1]


def read_roots(read: ReadMetadata, network: str) -> tuple[Root, ...]:
    """Return the chain of roots that begins with the network's first; expiry is not judged."""
    return tuple(root for root, _ in walk_roots(read, network))


def walked_roots(read: ReadMetadata, network: str) -> tuple[bytes, ...]:
    """Return the bytes of that chain, the first root first. No other root in the folder has any
    say.
    """
    return tuple(data for _, data in walk_roots(read, network))


def walk_roots(read: ReadMetadata, network: str) -> list[tuple[Root, bytes]]:
    """Return each root of that chain with its bytes, the first root first."""
    first = present_file(read, f"{METADATA}1.root.json", "root")
    if network_id(first) != network:
        raise Refused(refusals.OTHER_NETWORK.because(found=network_id(first), expected=network))
    roots = [(_next_root(None, first, 1), first)]
    while (data := _next_root_file(read, len(roots))) is not None:
        if len(roots) == MOST_ROOTS:
            raise Refused(submission_refusals.ROOTS_TOO_MANY.because(limit=MOST_ROOTS))
        root = _next_root(roots[-1][1], data, len(roots) + 1)
        refuse_other_network("root", root, network)
        roots.append((root, data))
    return roots


def root_version(data: bytes) -> int:
    """Return the version of a root, of which nothing is verified."""
    return read_metadata(Root, "root", data).signed.version


def vouched_roots(chain: tuple[bytes, ...], roots: Iterable[bytes], network: str) -> RootVerdict:
    """Decide whether a chain of roots that was walked is the one that a reader's roots are of.

    1. A root whose version the chain reaches is the chain's, byte for byte.
    2. A newer one says nothing of the chain by following it: the maker of a chain can name the true
       holders' keys in it, which everybody knows, and the true root then follows. It vouches for
       the chain if the threshold of holders that it names has signed the chain's last root.
    3. A newer one names this network, and one that is the next follows the chain's last.

    Raises:
        Refused: a root cannot be read, or differs (1, 3).
    """
    last = read_metadata(Root, "root", chain[-1])
    vouched = False
    newer: list[int] = []
    for data in roots:
        given = read_metadata(Root, "root", data)
        version = given.signed.version
        if version <= len(chain):
            if chain[version - 1] != data:
                raise Refused(refusals.ROOT_OTHER.because(version=version))
            vouched = True
            continue
        refuse_other_network("root", given.signed, network)
        if version == len(chain) + 1:
            try:
                _next_root(chain[-1], data, version)
            except Refused as error:
                raise Refused(refusals.ROOT_OTHER.because(version=version)) from error
        try:
            with tuf_refusals():
                given.signed.verify_delegate("root", last.signed_bytes, last.signatures)
        except Refused:
            newer.append(version)
            continue
        vouched = True
    return RootVerdict(vouched, len(chain), min(newer, default=None))


def _next_root_file(read: ReadMetadata, version: int) -> bytes | None:
    return read(f"{METADATA}{version + 1}.root.json", size_limit("root"))


@lru_cache(maxsize=REMEMBERED_METADATA)
def _next_root(before: bytes | None, data: bytes, version: int) -> Root:
    """Return a root that follows the one in the bytes `before`, or the first one. Nobody may change it."""
    metadata = read_metadata(Root, "root", data)
    delegating = metadata if before is None else read_metadata(Root, "root", before)
    if metadata.signed.version != version:
        raise Refused(
            submission_refusals.NOT_NEXT.because(version=metadata.signed.version, expected=version)
        )
    with tuf_refusals():
        for delegator in (delegating.signed, metadata.signed):
            delegator.verify_delegate("root", metadata.signed_bytes, metadata.signatures)
    return metadata.signed


def present_file(read: ReadMetadata, path: str, role: str) -> bytes:
    """Return a file of the repository; refuses where it is not there."""
    data = read(path, size_limit(role))
    if data is None:
        raise Refused(refusals.INCOMPLETE.because(name=path))
    return data
