# SPDX-License-Identifier: Apache-2.0
"""Counts of cooperation that name nobody: for the Conference, and how drills were answered."""
