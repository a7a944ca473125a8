# SPDX-License-Identifier: Apache-2.0
"""Drafts of messages that follow from a thread."""
