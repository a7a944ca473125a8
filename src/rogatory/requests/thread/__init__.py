# SPDX-License-Identifier: Apache-2.0
"""The state of a thread: its graph, facts, legality and available actions."""
