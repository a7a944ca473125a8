# SPDX-License-Identifier: Apache-2.0
"""Rows for tests of the store."""
