# SPDX-License-Identifier: Apache-2.0
"""Translations of messages: derivatives that an authority signs, beside an original that prevails."""
