# SPDX-License-Identifier: Apache-2.0
"""The consent of two officers to one act, signed by each with keys of his own."""
