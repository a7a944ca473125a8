# SPDX-License-Identifier: Apache-2.0
"""A node's rows as files that both databases read alike, and how they go from one to the other."""
