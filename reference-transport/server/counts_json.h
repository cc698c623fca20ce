/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SCMI_REF_COUNTS_JSON_H
#define SCMI_REF_COUNTS_JSON_H

#include "server.h"

/* Prints the counts of @server, all of one moment. Returns 0 or -ENOMEM. */
int counts_show_server(struct seq_file *seq, struct scmi_server *server);

#endif
