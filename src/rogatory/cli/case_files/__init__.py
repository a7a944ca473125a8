# SPDX-License-Identifier: Apache-2.0
"""`rogatory matter`: a State's internal case files."""
