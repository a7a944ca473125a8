# SPDX-License-Identifier: Apache-2.0
"""The objects of which a law consists: the lines of each instrument, and each correction."""
