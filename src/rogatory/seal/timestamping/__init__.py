# SPDX-License-Identifier: Apache-2.0
"""Timestamps (RFC 3161): asking for one, reading one, and deciding whether it proves its time."""
