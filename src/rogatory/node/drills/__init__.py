# SPDX-License-Identifier: Apache-2.0
"""Drills as this node records them: which were agreed, which were answered, how long that took."""
