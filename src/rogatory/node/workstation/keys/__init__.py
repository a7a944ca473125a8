# SPDX-License-Identifier: Apache-2.0
"""Keys on a workstation: an authority's folder, officers' keys, recipients, the State CA."""
