# SPDX-License-Identifier: Apache-2.0
"""Partial disclosure: some items of a package with what proves them, naming no other."""
