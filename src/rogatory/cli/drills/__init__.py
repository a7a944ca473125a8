# SPDX-License-Identifier: Apache-2.0
"""`rogatory drill`: drills of contact points."""
