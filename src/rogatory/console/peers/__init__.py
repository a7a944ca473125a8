# SPDX-License-Identifier: Apache-2.0
"""Pages on other States: our policy towards each, and what is known of those without a node."""
