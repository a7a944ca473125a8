# SPDX-License-Identifier: Apache-2.0
"""Sealed packages, their segments and their transfers in memory."""
