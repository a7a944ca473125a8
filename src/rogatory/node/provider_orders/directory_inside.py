# SPDX-License-Identifier: Apache-2.0
"""The copy of the directory that comes with an order or a withdrawal."""

from collections.abc import Iterator

from rogatory.directory.view.root_chain import MOST_ROOTS
from rogatory.errors import Reason, refuse_if_any
from rogatory.node.provider_orders.layout import OrderFolder
from rogatory.node.workstation import refusals as workstation_refusals
from rogatory.node.workstation.verification.trust import (
    LARGEST_TRUST_FILE,
    TrustedDirectory,
    is_altered,
)
from rogatory.wire.digests import sha256


def directory_inside(folder: OrderFolder) -> TrustedDirectory | None:
    """Return the copy of the directory that came with an order; None where there is none.

    Raises:
        Refused: a root is not as it was published.
    """
    first = folder.read_directory("metadata/1.root.json", LARGEST_TRUST_FILE)
    if first is None:
        return None
    refuse_if_any(_altered_roots(folder))
    return TrustedDirectory("directory", sha256(first), folder.read_directory)


def _altered_roots(folder: OrderFolder) -> Iterator[Reason]:
    for number in range(1, MOST_ROOTS + 1):
        root = folder.read_directory(f"metadata/{number}.root.json", LARGEST_TRUST_FILE)
        if root is None:
            return
        if is_altered(root):
            yield workstation_refusals.TRUST_ALTERED.because(path=f"{number}.root.json")
