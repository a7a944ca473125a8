# SPDX-License-Identifier: Apache-2.0
"""Changes of the law as this node has it, each proposed by one officer and reviewed by a second."""
