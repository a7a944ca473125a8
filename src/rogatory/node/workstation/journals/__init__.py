# SPDX-License-Identifier: Apache-2.0
"""Custody journals beside an object: where they lie, what is kept with them, and their events in order."""
