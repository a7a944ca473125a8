# SPDX-License-Identifier: Apache-2.0
"""Letters with a State that has no node: transcribed by one officer, compared by a second."""
