# SPDX-License-Identifier: Apache-2.0
"""`rogatory keys`: keys and certificates."""
