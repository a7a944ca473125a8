# SPDX-License-Identifier: Apache-2.0
"""`rogatory backup` and `rogatory restore`: writing, trying, pruning and restoring backups of a node."""
