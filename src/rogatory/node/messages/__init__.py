# SPDX-License-Identifier: Apache-2.0
"""Sending, receiving, delivering and applying messages."""
