# SPDX-License-Identifier: Apache-2.0
"""Pages on duty: who has the watch, rosters, stand-ins, hand-overs, where officers are called."""
