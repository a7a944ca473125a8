# SPDX-License-Identifier: Apache-2.0
"""Limits that an operator sets for each other State: messages, and bandwidth for evidence."""
