# SPDX-License-Identifier: Apache-2.0
"""The view and the acts of the workstation's pages: packages, items, viewing, searching, exporting.

Nothing is decided here that the command line decides: each act goes through `node/workstation`,
under the same rules and into the same custody journals. This package adds what a reader of
thousands of items needs: pages of a list, a search, and an item shown without a file of it.
"""
