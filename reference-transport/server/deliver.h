/* SPDX-License-Identifier: GPL-2.0-only */
/* Deliver a message when it is due. */
#ifndef SCMI_REF_DELIVER_H
#define SCMI_REF_DELIVER_H

#include "server.h"

/* Prepares @m, which is zeroed memory, and puts it into @pool. */
void deliver_init_message(struct scmi_server *server, struct server_message *m,
			  enum message_pool pool);

#endif
