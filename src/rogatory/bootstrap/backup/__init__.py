# SPDX-License-Identifier: Apache-2.0
"""Backups of a node: written while it runs, restored into an empty place, tried by two persons, pruned by a rule."""
