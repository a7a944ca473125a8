# SPDX-License-Identifier: Apache-2.0
"""The line to each other State's node: whether it answers, how its clock goes, how much it sends."""
