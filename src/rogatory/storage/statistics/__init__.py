# SPDX-License-Identifier: Apache-2.0
"""Figures that the database counts: no row of a request leaves it."""
