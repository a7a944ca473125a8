# SPDX-License-Identifier: Apache-2.0
"""After the loss of a disk: what peers keep of the exchange is asked for and taken back."""
