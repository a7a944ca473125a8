# SPDX-License-Identifier: Apache-2.0
"""The processes of a node, on all its machines, and the fence between those of before and those of now."""
