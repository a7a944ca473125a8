# SPDX-License-Identifier: Apache-2.0
"""The refusal to start a node whose home is being restored."""

from rogatory.errors import Code

UNFINISHED = Code(
    "restore-unfinished",
    "The backup {backup} is being restored into {path}, and not everything is there.",
    "The node's operator must run rogatory restore again, which goes on, before the node is started.",
)
