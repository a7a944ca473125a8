# SPDX-License-Identifier: Apache-2.0
"""rogatory: requests between States for electronic evidence."""

__version__ = "0.1.0"
