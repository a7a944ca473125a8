# SPDX-License-Identifier: Apache-2.0
"""The line between nodes: client, peer door, timestamps, and the twin without sockets."""
