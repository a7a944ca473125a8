# SPDX-License-Identifier: Apache-2.0
"""`rogatory peer`: other States, policies towards them, and States without a node."""
