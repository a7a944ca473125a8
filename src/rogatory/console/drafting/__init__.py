# SPDX-License-Identifier: Apache-2.0
"""The guided form: one subject a page, kept while it is typed, shown as the letter that it becomes."""
