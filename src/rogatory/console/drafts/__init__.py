# SPDX-License-Identifier: Apache-2.0
"""The page of a draft: the document, its approvals, sending."""
