# SPDX-License-Identifier: Apache-2.0
"""The page that officers see while the node is in maintenance."""
