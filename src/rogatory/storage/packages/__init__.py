# SPDX-License-Identifier: Apache-2.0
"""Sealed packages with their segments, and how they go between nodes."""
