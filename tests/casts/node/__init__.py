# SPDX-License-Identifier: Apache-2.0
"""Nodes of several States, and events among them."""
