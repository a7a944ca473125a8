# SPDX-License-Identifier: Apache-2.0
"""`rogatory entry`: a State's own entry in the directory."""
