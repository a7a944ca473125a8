# SPDX-License-Identifier: Apache-2.0
"""The node seen from outside: metrics for Prometheus at an address of their own. Nothing of a case is in them."""
