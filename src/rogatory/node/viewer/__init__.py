# SPDX-License-Identifier: Apache-2.0
"""What the workstation's pages show and do: packages, items, viewing, searching, exporting.

Nothing is decided here that the command line decides: each act goes through `node/workstation`,
under the same rules and into the same custody journals. What is added is what a person who looks
at thousands of items needs: pages of a list, a search, and an item shown without a file of it.
"""
