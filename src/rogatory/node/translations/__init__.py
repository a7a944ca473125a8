# SPDX-License-Identifier: Apache-2.0
"""Translations of messages: signed by the sending authority; the original prevails."""
