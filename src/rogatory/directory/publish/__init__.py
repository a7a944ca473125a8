# SPDX-License-Identifier: Apache-2.0
"""Publishing the directory: what holders are asked to sign, the publisher, the folder that readers copy."""
