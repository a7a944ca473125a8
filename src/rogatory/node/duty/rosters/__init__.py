# SPDX-License-Identifier: Apache-2.0
"""Rosters as their pages have them: by weeks, and as drafts that are changed and published."""
