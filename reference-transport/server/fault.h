/* SPDX-License-Identifier: GPL-2.0-only */
/* Faults of a plan that need a server. */
#ifndef SCMI_REF_FAULT_H
#define SCMI_REF_FAULT_H

#include "server.h"

/*
 * Serves the request of @m by the server's plan, under the server's lock. The
 * reply has @room bytes, unless a fault makes it longer. @ns is the drawn
 * service time; returns the time in ns to arm @m with.
 */
u64 fault_serve_locked(struct server_message *m, const void *req, size_t len,
		       size_t room, u64 ns);

/* Delivers a reply of MESSAGE_REPLY_FAULT, without the lock. */
void fault_deliver(struct server_message *m);

/* The first fault that @ops cannot carry, and the reason; or NULL. */
const struct scmi_fault *fault_unsupported(const struct scmi_server_ops *ops,
					   const struct scmi_plan *plan,
					   const char **why);

#endif
