# SPDX-License-Identifier: Apache-2.0
"""The domain in the reader's language: codes, fields, reasons, names, times."""
