# SPDX-License-Identifier: Apache-2.0
"""Disk images: what is recognised, read through, compared with what it says, and told."""
