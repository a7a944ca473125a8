# SPDX-License-Identifier: Apache-2.0
"""The line to each other State's node: whether it answers, its clock, its share, failed work set aside."""
