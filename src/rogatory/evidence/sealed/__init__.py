# SPDX-License-Identifier: Apache-2.0
"""The files of a sealed package: seal, earlier seals, segments, and the checks that need no key."""
