# SPDX-License-Identifier: Apache-2.0
"""Keys of a node's home: the list of them with their ends, and renewing them while the node runs."""
