# SPDX-License-Identifier: Apache-2.0
"""A deterministic simulation: many nodes in one process, on virtual time, from one seed.

states     who takes part: keys, entries, and the directory that each node sees
life       a node that may die between any two steps, and comes back from its database
line       what is between the nodes: delay, loss, repetition, reordering, partitions
liars      States that do not play fair
world      time, and what happens when
run        one seed from beginning to verdict
command    many seeds
"""
