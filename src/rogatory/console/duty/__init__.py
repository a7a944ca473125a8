# SPDX-License-Identifier: Apache-2.0
"""Pages on duty: who is on duty, rosters, stand-ins, handover, where officers are alerted."""
