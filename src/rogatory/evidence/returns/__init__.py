# SPDX-License-Identifier: Apache-2.0
"""Returns of providers: kept as they are, their members listed and hashed, nothing unpacked."""
