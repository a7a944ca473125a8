# SPDX-License-Identifier: Apache-2.0
"""Letters to and from States without a node: dispatch and transcription."""
