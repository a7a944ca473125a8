# SPDX-License-Identifier: Apache-2.0
"""What claims to be an emergency, and whether its State stands by it: nothing here sends anything."""
