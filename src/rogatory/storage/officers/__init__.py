# SPDX-License-Identifier: Apache-2.0
"""Officers: their accounts, how often somebody tried to log in, calls for them, and how they sign letters."""
