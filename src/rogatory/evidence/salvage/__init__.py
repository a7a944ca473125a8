# SPDX-License-Identifier: Apache-2.0
"""Salvage: what still holds of a damaged sealed package, kept apart and marked *not evidence*."""

from rogatory.evidence.salvage.salvage import Salvaged, marked, salvage

__all__ = ["Salvaged", "marked", "salvage"]
