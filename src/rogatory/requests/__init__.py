# SPDX-License-Identifier: Apache-2.0
"""Messages between two States: their kinds, contents, life cycle and clocks. Pure.

This package never sees the directory, the law's data, a clock or a key: what a message says and
what it does to its thread follow from the messages alone, so both ends compute the same.
"""
