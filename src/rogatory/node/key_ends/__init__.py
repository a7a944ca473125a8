# SPDX-License-Identifier: Apache-2.0
"""The ends of keys and certificates: who is warned of them, and how early."""
