# SPDX-License-Identifier: Apache-2.0
"""The kinds of file that the bench knows, and the answers that each judge must give, with their reasons."""
