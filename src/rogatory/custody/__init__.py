# SPDX-License-Identifier: Apache-2.0
"""Custody: who did what to which object, when and why, in events, their journal, and the log that
proves them.
"""
