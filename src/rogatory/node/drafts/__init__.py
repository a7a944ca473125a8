# SPDX-License-Identifier: Apache-2.0
"""Drafts: writing one, approving it, attaching a translation."""
