# SPDX-License-Identifier: Apache-2.0
"""This State's relations with each other one: policy, States without a node, whom to write to."""
