# SPDX-License-Identifier: Apache-2.0
"""Maintenance: what a node answers and leaves undone while its operator works on it."""
