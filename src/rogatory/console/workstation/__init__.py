# SPDX-License-Identifier: Apache-2.0
"""The workstation's pages: the console's looks over `node/viewer`, without a node or an account."""
