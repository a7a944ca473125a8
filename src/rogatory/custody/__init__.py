# SPDX-License-Identifier: Apache-2.0
"""Who did what to which object, when and why: events, their journal, and the log that proves them."""
