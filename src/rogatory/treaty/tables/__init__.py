# SPDX-License-Identifier: Apache-2.0
"""The form of one row of each section of the law, and its reader. Pure.

The entries of a row are the fields of its value; nothing here knows of other rows.
"""
