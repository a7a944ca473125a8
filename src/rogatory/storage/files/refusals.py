# SPDX-License-Identifier: Apache-2.0
"""Refusals of the node's files."""

from rogatory.errors import Code

_OPERATOR = "The node's operator must"

OBJECT_ABSENT = Code(
    "object-absent",
    "The node keeps no bytes of the digest {digest}.",
    f"{_OPERATOR} find out what removed them, and take them back from the other side or a backup.",
)
OBJECT_DAMAGED = Code(
    "object-damaged",
    "The bytes kept as {digest} are no longer those.",
    f"{_OPERATOR} check the disk, and take them back from the other side or a backup.",
)
OBJECT_REMOVED = Code(
    "object-removed",
    "The bytes of the digest {digest} were removed from this node.",
    "The requester must ask for them where they came from.",
)
OBJECT_GOES = Code(
    "object-being-removed",
    "The bytes of the digest {digest} are being removed from this node.",
    "The sender must try again in a minute.",
)
PACKAGE_ABSENT = Code(
    "package-absent",
    "The node keeps no file of the sealed package {seal}.",
    "The requester must wait until the package is handed over or fetched.",
)
PACKAGE_DIFFERS = Code(
    "package-differs",
    "The file handed over for the sealed package {seal} {problem}.",
    "The examiner must hand over the folder as it was sealed.",
)
SEGMENT_OUTSIDE = Code(
    "segment-outside",
    "Segment {index} of {size} bytes has no place in the sealed package {seal}.",
    "The sender must send the segments that the seal describes.",
)
