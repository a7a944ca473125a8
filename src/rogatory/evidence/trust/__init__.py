# SPDX-License-Identifier: Apache-2.0
"""Trust: whose certificates and which timestamps and algorithms count, and since when."""
