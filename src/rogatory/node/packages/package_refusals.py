# SPDX-License-Identifier: Apache-2.0
"""Refusals of evidence packages: on the line, on a courier's disk, taken in and out."""

from rogatory.errors import Code
from rogatory.node.threads.dispatch_refusals import SENDER

_COURIER = "Take the disk back to the State that sent it; it can write another one."

PACKAGE_UNKNOWN = Code(
    "package-unknown", "There is no package {seal} here for you.", "Ask the sending authority."
)
SEAL_PARTIAL = Code(
    "package-seal-partial",
    "{text} is not the whole digest of a seal: it has {count} characters of {length}, or other than "
    "hexadecimal ones.",
    "Copy the whole digest from the package's page or from its delivery message.",
)
SEAL_OTHER = Code(
    "package-seal-other",
    "The package has {what} {found}; {expected} was expected.",
    "The sending authority must state which package it meant.",
)
SEAL_THREADLESS = Code(
    "package-seal-threadless",
    "The seal names no thread, and over the network nothing else identifies the recipient of "
    "the package.",
    "The officer must seal it for a thread, or hand the folder over on the node's own machine.",
)
ACT_FOREIGN = Code(
    "package-act-foreign",
    "For the package {seal}, the node of {state} returned an event of another authority or on another object.",
    "The operator of that node must correct this; nothing of it was kept.",
)
SEGMENT_DIGEST = Code(
    "package-segment-digest",
    "Segment {index} is not the one that the seal names.",
    "It is fetched again.",
)
SEGMENT_UNKNOWN = Code(
    "package-segment-unknown",
    "No package here has a segment {blake3}.",
    "Hand over the seal first.",
)
DOCUMENTS_MALFORMED = Code(
    "package-documents",
    "The documents with the seal are not in their form: {problem}.",
    SENDER,
)
DOCUMENTS_TOO_LARGE = Code(
    "package-documents-too-large",
    "The files with the seal would be {count} files of {size} bytes; at most {most} files of "
    "{limit} bytes are fetched.",
    "The sealing authority must seal it again, in larger segments or in several packages.",
)
PACKAGE_INCOMPLETE = Code(
    "package-incomplete",
    "The package {seal} lacks {missing} of its segments.",
    "Wait until the rest has arrived.",
)
PACKAGE_NOT_FOR = Code(
    "package-not-for",
    "The package {seal} is not sealed to an authority of {state}, or is not complete.",
    "The officer must name the State that it is sealed to.",
)
THREAD_WITHOUT_PACKAGE = Code(
    "thread-without-package",
    "No complete package was handed over in the thread {thread}.",
    "The officer must hand the package over first, or name another thread.",
)
BANDWIDTH_SPENT = Code(
    "bandwidth-spent",
    "No more evidence may be sent to {state} within the next {seconds} seconds.",
    "It is requested again automatically; the operator of the sending node sets the limit.",
)
BANDWIDTH_OURS = Code(
    "bandwidth-ours",
    "No more evidence may arrive from {state} within the next {seconds} seconds.",
    "It is fetched then; the operator of this node sets the limit.",
)
FETCH_DAY = Code(
    "fetch-quota-day",
    "No more evidence is fetched from {state} now: {limit} bytes were fetched within a day.",
    "It is fetched automatically during the day; an administrator may raise "
    "[fetching.bytes_per_day] in node.toml.",
)
FETCH_UNDER_WAY = Code(
    "fetch-quota-under-way",
    "Packages of {size} bytes are under way from {state}; at most {limit} bytes are at one time.",
    "It is fetched automatically once the earlier ones are complete; an administrator may "
    "raise [fetching.bytes_under_way] in node.toml.",
)

# A courier's disk
COURIER_MALFORMED = Code(
    "courier-malformed", "The list on the disk is not in its form: {problem}.", _COURIER
)
COURIER_OTHER = Code(
    "courier-other", "The disk has {what} {found}; {expected} was expected.", _COURIER
)
COURIER_CHANGED = Code(
    "courier-changed",
    "{path} on the disk is not what was written there.",
    "What is valid was kept. The rest will come on the line, or the sending State must write another disk.",
)
COURIER_DISK_TAKEN = Code(
    "courier-disk-taken",
    "The disk at {disk} contains a completed list of other contents.",
    "The officer must take an empty disk, or name another folder on it.",
)
COURIER_DISK_SMALL = Code(
    "courier-disk-small",
    "The disk at {disk} has no space for {needed} bytes; segments of {fits} bytes would fit.",
    "The officer must take a larger disk, or give --capacity and write the rest on another one.",
)
