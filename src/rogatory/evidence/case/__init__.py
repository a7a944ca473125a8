# SPDX-License-Identifier: Apache-2.0
"""The case graph (CASE/UCO): who acquired what, when, with which tool."""
