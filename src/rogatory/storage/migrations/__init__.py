# SPDX-License-Identifier: Apache-2.0
"""The migrations of the node's rows."""
