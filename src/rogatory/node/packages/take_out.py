# SPDX-License-Identifier: Apache-2.0
"""A workstation on the same machine takes a complete package out of its node, as a sealed folder.

The age file is linked where the node's store allows it, so not a byte of it moves. The journal
of the folder is what came with the package, and after it what this State's node did with it, each
event with its proof.
"""

import os
from pathlib import Path

from rogatory.custody.journal.journal import Journal
from rogatory.disk import PartialFolder, write_new
from rogatory.errors import Refused
from rogatory.node.context import Node
from rogatory.node.packages import package_refusals
from rogatory.node.packages.folder_journal import CUSTODY, continue_journal
from rogatory.node.packages.hand_over import AGE_FILE
from rogatory.node.packages.package_documents import kept_documents
from rogatory.node.repositories.packages import PackageRecord


def take_out(node: Node, seal: str, folder: Path) -> PackageRecord:
    """Write the sealed folder, whole or not at all.

    Raises:
        Refused: there is no such package, it is not complete yet, or the folder exists.
    """
    record = node.store.package(seal)
    if record is None:
        raise Refused(package_refusals.PACKAGE_UNKNOWN.because(seal=seal))
    if not record.complete:
        raise Refused(
            package_refusals.PACKAGE_INCOMPLETE.because(
                seal=seal[:16], missing=record.segments - record.present
            )
        )
    with PartialFolder(folder, private=True, remove_leftover=True) as partial:
        place = Path(os.fsdecode(partial.path))
        for name, data in kept_documents(node, record).items():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            write_new(place / name, data)
        (place / CUSTODY).mkdir(exist_ok=True)
        node.objects.hand_out_package(seal, str(place / AGE_FILE))
        continue_journal(node, record, Journal(place / CUSTODY))
    return record
