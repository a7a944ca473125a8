# SPDX-License-Identifier: Apache-2.0
"""A message as files, for a workstation: its bytes, its signatures, its approvals."""

import os
from collections.abc import Mapping
from pathlib import Path

from rogatory.disk import PartialFolder, write_new
from rogatory.errors import Refused
from rogatory.node.context import Node
from rogatory.node.officers import refusals
from rogatory.node.repositories.messages import StoredMessage

MESSAGE = "message.json"
APPROVALS = "approvals.json"


def take_out_message(node: Node, digest: str, folder: Path) -> None:
    """Write a message of this node's store into a new folder, byte for byte as it was signed.

    Raises:
        Refused: there is no such message, or the folder exists.
    """
    stored = node.store.message(digest)
    if stored is None:
        raise Refused(refusals.MESSAGE_UNKNOWN.because(message=digest))
    write_message(message_files(stored), folder)


def message_files(stored: StoredMessage) -> Mapping[str, bytes]:
    """Return the files that a message is, by name."""
    files = {
        MESSAGE: stored.message,
        f"{MESSAGE}.p256.p7s": stored.p256,
        APPROVALS: stored.approvals,
    }
    if stored.mldsa65 is not None:
        files[f"{MESSAGE}.mldsa65.p7s"] = stored.mldsa65
    return files


def write_message(files: Mapping[str, bytes], folder: Path) -> None:
    """Write these files as a new folder, whole or not at all."""
    with PartialFolder(folder, private=True, remove_leftover=True) as partial:
        for name, data in files.items():
            write_new(Path(os.fsdecode(partial.path)) / name, data)
