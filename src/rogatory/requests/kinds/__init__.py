# SPDX-License-Identifier: Apache-2.0
"""The kinds of message: sender, article, thread and contents of each."""
