# SPDX-License-Identifier: Apache-2.0
"""How this State stands to each other one: policy, States without a node, whom to write to."""
