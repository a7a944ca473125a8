# SPDX-License-Identifier: Apache-2.0
"""Removal of objects that no row names: found by looking through the rows, marked, removed a day later."""
