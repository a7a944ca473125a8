# SPDX-License-Identifier: Apache-2.0
"""The threads between source and stream: planned files read into buffers, handed on, written."""
