# SPDX-License-Identifier: Apache-2.0
"""Sealing a source or a bag, sealing again for other recipients, renewing timestamps."""
