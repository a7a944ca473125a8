# SPDX-License-Identifier: Apache-2.0
"""A workstation takes packages and messages out of its node: whole, unchanged, with their journal."""

from test_node_packages import XA, XB, delivered, folder, record, thread  # noqa: F401 - fixtures are handed on by name
