# SPDX-License-Identifier: Apache-2.0
"""`rogatory duty`: rosters, hand-overs and calls."""
