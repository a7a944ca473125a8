# SPDX-License-Identifier: Apache-2.0
"""The auditor's pages."""
