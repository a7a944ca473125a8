# SPDX-License-Identifier: Apache-2.0
"""The text on a courier's disk for any finder."""

from rogatory.node.courier.disk_list import CourierList
from rogatory.wire.moments import format_moment

_TEXT = """\
This disk carries sealed electronic evidence from {sender} to {addressee}.
Written {written} (UTC).

Only the authority that the evidence is sealed to can read it: neither the person who carries this disk
nor the node that wrote it can. Please hand it over unchanged. A lost disk reveals no evidence, only
who sent how much to whom; inform {sender}, which can write another one.

Contents: {packages} package(s), {segments} segment(s), {size} bytes.
{left}
To import it, on the machine of {addressee}'s node:

    rogatory evidence courier in DISK --node HOME

To check, without that program, that every segment is as it was written:

    b3sum --check segments.b3sum

To assemble the encrypted file of a package without that program, where all segments are here:

{by_hand}

segments.b3sum belongs to courier.json, which names its SHA-256 digest (segment_list) and is signed
(courier.json.p256.p7s, courier.json.mldsa65.p7s: detached CMS) by {sender}'s node. Everything else is
bound to the seal of each package, packages/SEAL/seal.json, which its authority signed. The format
is described in the section "Courier" of the specification.
"""

BY_HAND = r"""
    cd packages/SEAL
    sed 's/.*"header":"\([^"]*\)".*/\1/' seal.json | base64 -d > OUT/package.age
    od -An -v -tx1 -w32 segments.b3 | tr -d ' ' | while read b
    do cat ../../segments/$(echo $b | cut -c1-2)/$b; done >> OUT/package.age
""".strip("\n")
"""The age file is its header and the segments in the order of segments.b3."""


def readme(found: CourierList) -> bytes:
    """Return README.txt, with the line ends that every editor shows."""
    left = ""
    if found.left:
        left = f"{found.left} more segment(s) did not fit here; they come on another disk or on the line.\n"
    text = _TEXT.format(
        sender=found.sender,
        addressee=found.addressee,
        written=format_moment(found.written),
        packages=len(found.packages),
        segments=found.segments,
        size=f"{found.size:,}",
        left=left,
        by_hand=BY_HAND,
    )
    return text.replace("\n", "\r\n").encode()
