# SPDX-License-Identifier: Apache-2.0
"""Drills as the books know them: which were agreed, which were answered, how long it took."""
