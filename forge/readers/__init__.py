# SPDX-License-Identifier: Apache-2.0
"""Readers who give other things to trust than the copy of the directory that forgers reckon with."""
