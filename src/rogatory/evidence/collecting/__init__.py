# SPDX-License-Identifier: Apache-2.0
"""Collecting evidence at its source into a bag; resuming, adding, examining images and returns."""
