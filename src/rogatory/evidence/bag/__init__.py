# SPDX-License-Identifier: Apache-2.0
"""The texts of a bag: manifests and tag files, and the forms that a bag had before."""
