# SPDX-License-Identifier: Apache-2.0
"""Parts that keep tests the same on a machine that others load."""
