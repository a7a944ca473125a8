# SPDX-License-Identifier: Apache-2.0
"""Refusals of the disk package, and those of the disk.

Paths in fields are printable: bytes that are no UTF-8 and control characters are escaped.
"""

from rogatory.errors import Code

_CHOOSE = "The officer must choose another location or move the existing files."
_ADMINISTRATOR = "The administrator of this machine must"

EXISTS = Code("disk-exists", "{path} exists already and is not overwritten.", _CHOOSE)
MISSING = Code(
    "disk-missing", "There is no {path}.", "The officer must name a file or folder that exists."
)
LINK = Code(
    "disk-link",
    "{path} is a symbolic link, which is not followed there.",
    "The officer must find out who put the link there, and put a real file or folder in its place.",
)
OUTSIDE = Code(
    "disk-outside",
    "{path} is not a plain path beneath its folder: it is empty, absolute, or has an empty, dot or over-long part.",
    "The sender must name files by plain relative paths.",
)
TOO_DEEP = Code(
    "disk-too-deep",
    "{path} is deeper than {limit} folders.",
    "The officer must name a folder further down, and process what is above it separately.",
)
NOT_A_FILE = Code(
    "disk-not-a-file",
    "{path} is not a regular file.",
    "The officer must name a regular file.",
)
NOT_A_FOLDER = Code(
    "disk-not-a-folder", "{path} is not a folder.", "The officer must name a folder."
)
NAME = Code(
    "disk-name",
    "{path} does not end in a name that this disk can hold.",
    "The officer must name the file by a shorter or plainer name.",
)
TOO_LARGE = Code(
    "disk-file-too-large",
    "{path} is larger than the {limit} bytes that are read of such a file.",
    "The officer must name the right file.",
)
DENIED = Code(
    "disk-denied",
    "This program may not do that with {path}.",
    f"{_ADMINISTRATOR} grant the right, or the officer must choose another place.",
)
FULL = Code(
    "disk-full",
    "The disk or quota that holds {path} is full.",
    f"{_ADMINISTRATOR} free space there, or the officer must choose another disk.",
)
SIZE_LIMIT = Code(
    "disk-size-limit",
    "{path} would be larger than this disk or the process's limit allows one file to be.",
    f"{_ADMINISTRATOR} raise the limit, or the officer must choose another disk.",
)
FAILING = Code(
    "disk-failing",
    "The disk failed at {path}.",
    f"{_ADMINISTRATOR} check the disk and replace it before anything more is kept on it.",
)
LOCKED = Code(
    "disk-folder-locked",
    "Another process is using {path}.",
    "The officer must wait until it has ended.",
)
NOTHING_UNFINISHED = Code(
    "disk-nothing-unfinished",
    "There is no {path}, so nothing was left unfinished.",
    "The officer must start again, or name the output of the interrupted run.",
)
EXCHANGE = Code(
    "disk-no-exchange",
    "The file system of {path} cannot put a new folder in the place of another at once.",
    "The officer must copy it to a file system of this machine (ext4, XFS, Btrfs) first.",
)
UNFINISHED = Code(
    "disk-folder-unfinished",
    "{path} was left by an interrupted run, and no process is using it.",
    "The officer must check whether any of it is still needed, then remove it.",
)
