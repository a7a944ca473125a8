# SPDX-License-Identifier: Apache-2.0
"""Emergencies: which requests claim one, whether the requesting State confirmed it, a single officer's act."""
