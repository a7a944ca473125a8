# SPDX-License-Identifier: Apache-2.0
"""Obligations of the two States of a thread, from its messages, deadlines and the law's tables. Pure."""
