# SPDX-License-Identifier: Apache-2.0
"""`rogatory node`: running and recovering a node."""
