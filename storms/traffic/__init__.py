# SPDX-License-Identifier: Apache-2.0
"""Officers who do something at random, and what both ends' databases must hold afterwards.

What the kill test and the simulation have in common: `clerk` makes the traffic, `account` returns what
a node's database holds, `judge` compares the accounts of all nodes.
"""
