# SPDX-License-Identifier: Apache-2.0
"""`rogatory directory`: the directory of States."""
