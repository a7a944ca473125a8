# SPDX-License-Identifier: Apache-2.0
"""The peer door's addresses over this process's node."""

from rogatory.bootstrap.node import running_node
from rogatory.transport.door import door_urlpatterns, refuse_outsider

urlpatterns = door_urlpatterns(running_node())

handler400 = handler403 = handler404 = handler500 = refuse_outsider
