# SPDX-License-Identifier: Apache-2.0
"""Changes by who has one stolen key, below what others signed."""
