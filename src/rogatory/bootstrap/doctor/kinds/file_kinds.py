# SPDX-License-Identifier: Apache-2.0
"""The doctor's kinds of finding about the files of a home, and about what could not be checked."""

from rogatory.bootstrap.doctor.finding import advice, kinds_in, unchecked, well, wrong
from rogatory.wire.words import N_

NOT_CHECKED = unchecked(
    "doctor-not-checked",
    N_("Not checked ({title}): {problem}"),
    N_("The administrator must remove the cause, and run the check again."),
)
OTHER_ACCOUNT = advice(
    "doctor-other-account",
    N_("The check runs as account {by}, but the home belongs to account {owner}."),
    N_(
        "The administrator must run it as the account of the node: what that one can do is what counts."
    ),
)
OTHER_OWNER = wrong(
    "doctor-file-owner",
    N_("Files of the home belong to another account than the home ({count}): {names}."),
    N_("The administrator must give them to the account of the node (chown)."),
)
UNREADABLE = wrong(
    "doctor-file-unreadable",
    N_("Files of the home cannot be read ({count}): {names}."),
    N_(
        "The administrator must correct their rights; if the disk fails, replace it and restore them from a backup."
    ),
)
FOLDER_ABSENT = wrong(
    "doctor-folder-absent",
    N_("Folders of the home are missing: {names}."),
    N_(
        "The administrator must restore them from a backup, or create those that were empty (mode 0700)."
    ),
)
READ_ONLY = wrong(
    "doctor-home-read-only",
    N_("The home cannot be written: the node accepts nothing."),
    N_("The administrator must check the disk, and mount it for writing."),
)
FILES_USABLE = well(
    "doctor-files-usable", N_("The files of the home can be read, and its folders written.")
)
INODES_FULL = wrong(
    "doctor-inodes-full",
    N_("The disk takes hardly any further files: {count} more can be created."),
    N_("The administrator must delete files that are not the node's, or enlarge the file system."),
)

KINDS = kinds_in(globals())
