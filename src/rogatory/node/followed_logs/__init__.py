# SPDX-License-Identifier: Apache-2.0
"""Custody logs seen from outside: the own one computed again and exported, other States' logs followed."""
