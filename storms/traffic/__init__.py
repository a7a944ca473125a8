# SPDX-License-Identifier: Apache-2.0
"""Officers who do something at random, and what both ends' books must say of it afterwards.

What the kill test and the simulation have in common: `clerk` makes the traffic, `account` tells what
a node's books hold, `judge` compares the accounts of all nodes.
"""
