# SPDX-License-Identifier: Apache-2.0
"""Names on pages for codes of evidence and of the workstation; sources for translation are beside each."""

from collections.abc import Mapping

from django.utils.translation import gettext_noop as _n

JOURNALS: Mapping[str, str] = {
    "custody": _n("custody log"),
    "access": _n("accesses"),
    "matter": _n("work on case files"),
}


CHECKS: Mapping[str, str] = {
    "running": _n("under way"),
    "holds": _n("holds"),
    "fails": _n("fails"),
    "undecided": _n("cannot be decided here"),
}


VERDICTS: Mapping[str, str] = {"kept": _n("kept"), "refused": _n("refused")}


CHECKS_MEAN: Mapping[str, str] = {
    "seal-package": _n("Nothing of the encrypted package is missing, and nothing was added to it."),
    "seal-segments": _n("Every part of the encrypted package arrived as it was sealed."),
    "seal-listed": _n("The directory names the authority that sealed it, with these very keys."),
    "seal-layout": _n("Every file of the package has a place and a form that the format knows."),
}
"""Checks of a sealed package that no court's bundle has, whose report says what the others mean."""


SEARCHES: Mapping[str, str] = {
    "name": _n("names and folders"),
    "digest": _n("SHA-256 digests"),
    "kind": _n("kinds of file"),
    "words": _n("the words of small texts"),
}


ITEMS: Mapping[str, str] = {
    "file": _n("file"),
    "folder": _n("folder"),
    "link": _n("link"),
    "socket": _n("socket"),
    "fifo": _n("pipe"),
    "character-device": _n("character device"),
    "block-device": _n("block device"),
    "unknown": _n("of an unknown kind"),
}


FACTS: Mapping[str, str] = {
    "name": _n("Name at the source"),
    "target": _n("Where the link leads"),
    "mode": _n("Permissions"),
    "uid": _n("Number of the owner"),
    "gid": _n("Number of the group"),
    "mtime_ns": _n("Contents last written"),
    "ctime_ns": _n("Attributes last changed"),
    "atime_ns": _n("Last read"),
    "inode": _n("Number in the file system"),
    "links": _n("Names of this file (hard links)"),
    "allocated": _n("Bytes allocated"),
    "device": _n("Device of the file system"),
    "device_number": _n("Number of the device"),
    "xattrs": _n("Extended attributes"),
    "extents": _n("Where its data are located"),
    "unreadable": _n("Why it was not read"),
    "changed": _n("What changed while it was read"),
}
"""Labels of what the source's file system knew of an item, by the names of the inventory."""


PACKAGES_SHOWN: Mapping[str, str] = {
    "all": _n("all"),
    "whole": _n("complete"),
    "under-way": _n("under way"),
}


PACKAGE_DIRECTIONS: Mapping[str, str] = {
    "in": _n("given to this State"),
    "out": _n("given by this State"),
}
