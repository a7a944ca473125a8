# SPDX-License-Identifier: Apache-2.0
"""Disk images: recognised, read through, compared with their own statements, and described."""
