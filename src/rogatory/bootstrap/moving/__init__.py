# SPDX-License-Identifier: Apache-2.0
"""Moving a node's rows and objects: from its home to servers, and back."""
