# SPDX-License-Identifier: Apache-2.0
"""Pages on drills, and how contact points answered them."""
