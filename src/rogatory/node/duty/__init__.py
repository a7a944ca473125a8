# SPDX-License-Identifier: Apache-2.0
"""Duty: who answers now, who is called when, and how a watch is handed to the next.

A State must have somebody reachable at every hour (article 41(1); certainty: parallel). What that
takes inside a State is no treaty's: rosters, ladders and hand-overs are an office's practice.
"""
