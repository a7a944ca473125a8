# SPDX-License-Identifier: Apache-2.0
"""Sentences that the store keeps of alerts and problems, and how they are read again."""
