# SPDX-License-Identifier: Apache-2.0
"""What each State of a thread owes the other: from its messages, its clocks and the law's tables. Pure."""
