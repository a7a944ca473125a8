# SPDX-License-Identifier: Apache-2.0
"""What one row of each section of the law says, and how it is read. Pure.

The entries of a row are the fields of its value; nothing here knows of other rows.
"""
