# SPDX-License-Identifier: Apache-2.0
"""A node's home folder: its settings, keys, database, ports and logs."""
