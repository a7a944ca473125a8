# SPDX-License-Identifier: Apache-2.0
"""Read models of the pages: the desk, a thread, the network, a case file."""
