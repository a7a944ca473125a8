# SPDX-License-Identifier: Apache-2.0
"""Safe copies of pictures, decoded in a confined child."""
