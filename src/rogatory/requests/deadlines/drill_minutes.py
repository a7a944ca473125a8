# SPDX-License-Identifier: Apache-2.0
"""The longest time that a drill may give for its answer."""

LONGEST_DRILL = 1440
"""Minutes. A drill that waits for longer than a day measures nobody's duty; the schema says the same."""
