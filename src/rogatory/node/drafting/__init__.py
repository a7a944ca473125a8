# SPDX-License-Identifier: Apache-2.0
"""Texts that an officer is writing: kept while they are typed, until they become a draft."""
