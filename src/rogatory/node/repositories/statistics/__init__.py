# SPDX-License-Identifier: Apache-2.0
"""Figures that are counted where the rows are."""
