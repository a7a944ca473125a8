# SPDX-License-Identifier: Apache-2.0
"""Refusals of those who read the directory and look things up in it, and what they wait for.

What is refused of entries, of entries in the making, of ceremonies and of what is submitted to the
publisher is beside this, each in its own module.
"""

from rogatory.errors import Code

_MIRROR = "The directory's operator must repair it; an officer may name another copy meanwhile."
_ASKER = "The asker must name one that the directory lists, or refresh the directory."

# The condition of a directory
ENDS_SOON = Code(
    "directory-ends-soon",
    "The metadata of {role} end at {expires}.",
    "The holders of its keys must renew them in time; of snapshot and timestamp, the publisher.",
)
NO_SPARE = Code(
    "directory-no-spare",
    "The role {role} has {count} keys and needs {threshold} of them: if one key is lost, it "
    "can no longer sign.",
    "The holders must add a key while they still can.",
)
SILENT = Code(
    "directory-silent",
    "{state} is enrolled and has submitted no entry yet.",
    "The State must sign its entry and submit it.",
)

# Reading the directory
OTHER_NETWORK = Code(
    "directory-other-network",
    "The root is of network {found}, where {expected} was expected.",
    "The reader must use the first root of the network it belongs to.",
)
METADATA_NETWORK = Code(
    "directory-metadata-network",
    "The metadata of {role} were signed for the network {found}, not for {expected}.",
    "The key holders of {role} must sign for this network; the publisher must refuse what was "
    "signed for another.",
)
SNAPSHOT_UNSIGNED = Code(
    "directory-snapshot-unsigned",
    "No key that this network lists for snapshots signed the snapshot of version {version}.",
    "Ask its source for the file as the publisher signed it; refresh the directory if its keys "
    "changed.",
)
SPLIT_FORM = Code(
    "directory-split-form",
    "The file does not show two contents of one snapshot: {problem}.",
    "Ask its source for the file as the node wrote it.",
)
ROOT_OTHER = Code(
    "directory-root-other",
    "The root of version {version} that was given is not in this chain of roots.",
    "The reader must ask the holders of the root keys which of the two roots they signed.",
)
ROLLBACK = Code(
    "directory-rollback",
    "The directory shows an older state than was seen before: {problem}.",
    _MIRROR,
)
EXPIRED = Code("directory-expired", "The directory is out of date: {problem}.", _MIRROR)
UNSIGNED = Code(
    "directory-unsigned", "A part of the directory is not signed as it must be: {problem}.", _MIRROR
)
MIXED = Code(
    "directory-mixed", "A part of the directory does not belong to the rest: {problem}.", _MIRROR
)
ENDLESS = Code(
    "directory-too-long", "The directory sends more bytes than it may: {problem}.", _MIRROR
)
MALFORMED = Code("directory-malformed", "The directory cannot be read: {problem}.", _MIRROR)
INCOMPLETE = Code(
    "directory-incomplete",
    "The copy of the directory lacks {name}.",
    "The person who made the copy must supply the missing file.",
)
UNREACHABLE = Code(
    "directory-unreachable",
    "The directory cannot be reached: {problem}.",
    "The operator must check the connection; the last valid copy remains in use within its "
    "grace period.",
)
NO_COPY = Code(
    "directory-no-copy",
    "There is no copy of the directory yet.",
    "The operator must refresh the directory once while it can be reached.",
)
TOO_OLD = Code(
    "directory-too-old",
    "The copy of the directory is of {refreshed}, which is more than {hours} hours ago.",
    "The operator must refresh the directory, or import a newer copy from a folder.",
)
SHARED_COPY = Code(
    "directory-shared-copy",
    "The copy of the directory in the database of this node cannot be used: {problem}.",
    "The operator must find out who changed the database; the next refresh replaces the copy.",
)
CLOCK = Code(
    "directory-clock",
    "The copy of the directory was refreshed at {refreshed}, which is later than this clock.",
    "The operator must set the clock of this machine if it is wrong, and then refresh the directory.",
)
STATE_KEY_CHANGED = Code(
    "state-key-changed",
    "{state} signs with the key {keyids}, which its former key has not announced.",
    "An officer must compare the new key's fingerprint with {state} by another channel and confirm it.",
)

# Looking things up
STATE_NOT_LISTED = Code("state-not-listed", "The directory has no entry for {state}.", _ASKER)
AUTHORITY_NOT_LISTED = Code(
    "authority-not-listed", "The directory lists no authority {authority}.", _ASKER
)
NOTHING_IN_FORCE = Code(
    "directory-nothing-in-force",
    "{holder} has no {use} in force at {at}.",
    "The State of {holder} must list a current one in its entry.",
)
OFFICER_NOT_LISTED = Code(
    "officer-not-listed",
    "The register lists no officer {number} with this credential in force at {at}.",
    "The officer's State must list the officer, or another officer must act.",
)
LOG_NOT_LISTED = Code("log-not-listed", "The directory lists no log {origin}.", _ASKER)
