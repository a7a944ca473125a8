# SPDX-License-Identifier: Apache-2.0
"""The node's trust in the directory: its version, changed keys, names, listed authorities."""
