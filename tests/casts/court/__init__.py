# SPDX-License-Identifier: Apache-2.0
"""A case with its bundle, and the changes of an attacker."""
