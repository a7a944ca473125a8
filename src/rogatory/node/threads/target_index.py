# SPDX-License-Identifier: Apache-2.0
"""The targets of each thread's request, by digest: found without reading all requests."""

from collections.abc import Mapping

from rogatory.node.context import Node
from rogatory.requests.contents.targets import targets_of
from rogatory.wire.canonical import Json
from rogatory.wire.digests import sha256


def target_keys(body: Mapping[str, Json]) -> frozenset[str]:
    """Return one digest for each identifier, whatever category or period is sought of it."""
    return frozenset(sha256(one.identifier.encode()) for one in targets_of(body))


def index_request(node: Node, thread: str, body: Mapping[str, Json]) -> None:
    """Write what a request is aimed at; inside the transaction that keeps the request or its draft."""
    keys = target_keys(body)
    if keys:
        node.store.put_targets(thread, keys)
