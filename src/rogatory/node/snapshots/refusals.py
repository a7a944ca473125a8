# SPDX-License-Identifier: Apache-2.0
"""Refusals and alerts when nodes compare the snapshots of the directory that they used."""

from rogatory.errors import Code

SNAPSHOT_UNKNOWN = Code(
    "snapshot-unknown",
    "This node keeps no snapshot of the directory with the digest {digest}.",
    "Ask for one that the node listed.",
)
SNAPSHOT_LIST = Code(
    "snapshot-list",
    "The list of snapshots that the node of {state} gives is malformed: {problem}.",
    "The operator of that node must look into it.",
)
SNAPSHOT_OTHER = Code(
    "snapshot-other",
    "The node of {state} named another snapshot of version {version} and gave another file for it.",
    "The operator of that node must look into it.",
)
