# SPDX-License-Identifier: Apache-2.0
"""Whose certificates and which timestamps and algorithms count, and since when."""
