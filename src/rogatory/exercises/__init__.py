# SPDX-License-Identifier: Apache-2.0
"""Simulated States, their cast and their evidence: for tests, for the demo, for trainers.

Everything here is fiction under user-assigned State codes and touches no live data.
"""
