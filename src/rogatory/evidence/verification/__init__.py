# SPDX-License-Identifier: Apache-2.0
"""Every check of a bag or a sealed package."""
