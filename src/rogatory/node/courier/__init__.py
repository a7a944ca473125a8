# SPDX-License-Identifier: Apache-2.0
"""Packages on a courier's disk: written out, and taken in under the checks of the line."""
