# SPDX-License-Identifier: Apache-2.0
"""Kinds of column, and the conversion between a row and its record."""
