# SPDX-License-Identifier: Apache-2.0
"""What a provider sent: kept as it is, its members listed and hashed, nothing unpacked."""
