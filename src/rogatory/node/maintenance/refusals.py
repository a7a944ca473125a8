# SPDX-License-Identifier: Apache-2.0
"""Codes of maintenance: what a node answers meanwhile, and what the other side notes."""

from rogatory.errors import Code

MAINTENANCE = Code(
    "maintenance",
    "The node of {state} is in maintenance.",
    "Nothing was taken or changed. Try again in {seconds} seconds; in an emergency, telephone the officer on duty.",
)
PEER_MAINTENANCE = Code(
    "peer-maintenance",
    "The node at {address} is in maintenance and asks to come again in {seconds} seconds.",
    "It is requested again automatically. If it lasts, telephone the operator of that node.",
)
