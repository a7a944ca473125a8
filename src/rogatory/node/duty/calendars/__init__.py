# SPDX-License-Identifier: Apache-2.0
"""Calendars of duty (iCalendar): reading one as shifts, and writing a roster as one."""
