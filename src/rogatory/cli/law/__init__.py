# SPDX-License-Identifier: Apache-2.0
"""`rogatory treaty`: the law as this node has it, and its corrections."""
