/* SPDX-License-Identifier: GPL-2.0-only */
/* Counts and fault plans in debugfs. */
#ifndef SCMI_REF_DEBUGFS_H
#define SCMI_REF_DEBUGFS_H

#include "server.h"

/* @seed: seed of the random times in plans. */
void debugfs_start(u64 seed);
void debugfs_stop(void);
/* Also gives the server its plan. Returns 0, -ENOMEM or -EOPNOTSUPP. */
int debugfs_add_server(struct scmi_server *server);
void debugfs_remove_server(struct scmi_server *server);

#endif
