# SPDX-License-Identifier: Apache-2.0
"""The port `Objects` on the local disk, and how a sealed package's file is taken over."""
