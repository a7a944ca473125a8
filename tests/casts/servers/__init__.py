# SPDX-License-Identifier: Apache-2.0
"""Servers of other people, for tests."""
