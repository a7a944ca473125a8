# SPDX-License-Identifier: Apache-2.0
"""A custody event: its codes, fields, values and text."""
