# SPDX-License-Identifier: Apache-2.0
"""Files that survive: temporary name, fsync, link, O_DIRECT, opening beneath a root.

What returns without raising is durable; what raises leaves nothing half made under a final name.
"""

from rogatory.disk.beneath import Beneath
from rogatory.disk.direct import (
    BLOCK,
    DirectStream,
    DirectWriter,
    aligned_buffer,
    free_names,
    free_space,
)
from rogatory.disk.durable import sync_file_system, sync_folder, sync_tree
from rogatory.disk.faults import faults_at
from rogatory.disk.folder_lock import FolderLock
from rogatory.disk.held_names import HeldNames
from rogatory.disk.holes import GRAIN, write_with_holes
from rogatory.disk.new_file import NewFile, replace, write_new
from rogatory.disk.partial_folder import PartialFolder
from rogatory.disk.paths import Location, shown
from rogatory.disk.reading import is_plain_file, is_plain_folder, names_in, read_file, read_open
from rogatory.disk.temporary import remove_leftovers
from rogatory.disk.untouched import open_untouched
from rogatory.disk.walk import PathEntry, walk

__all__ = [
    "BLOCK",
    "GRAIN",
    "Beneath",
    "DirectStream",
    "DirectWriter",
    "FolderLock",
    "HeldNames",
    "Location",
    "NewFile",
    "PartialFolder",
    "PathEntry",
    "aligned_buffer",
    "faults_at",
    "free_names",
    "free_space",
    "is_plain_file",
    "is_plain_folder",
    "names_in",
    "open_untouched",
    "read_file",
    "read_open",
    "remove_leftovers",
    "replace",
    "shown",
    "sync_file_system",
    "sync_folder",
    "sync_tree",
    "walk",
    "write_new",
    "write_with_holes",
]
