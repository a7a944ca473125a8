# SPDX-License-Identifier: Apache-2.0
"""Failover of the database's server: whether it can lose commits, and what is asked after it."""
