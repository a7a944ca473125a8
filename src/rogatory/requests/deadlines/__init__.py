# SPDX-License-Identifier: Apache-2.0
"""The clocks of a thread: what runs, since when, until when, for whom."""
