# SPDX-License-Identifier: Apache-2.0
"""The processes of a node: supervisor, children, doors, worker; and the directory's own server."""
