# SPDX-License-Identifier: Apache-2.0
"""Scope of returns: records of a provider compared with what was authorised; nothing is changed."""
