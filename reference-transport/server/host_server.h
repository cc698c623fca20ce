/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A server in a program, where it outlives the drivers that it serves. Its counts
 * go on from one driver to the next.
 */
#ifndef SCMI_REF_HOST_SERVER_H
#define SCMI_REF_HOST_SERVER_H

#include "server.h"

/**
 * host_server_set_plan() - replace the plan, whose rules count from zero
 * @plan: copied; without a rule, there are no faults any more
 *
 * Return: NULL; or the first fault that the front end cannot carry, with @why.
 */
const struct scmi_fault *host_server_set_plan(struct scmi_server *server,
					      const struct scmi_plan *plan,
					      const char **why);

/**
 * host_server_restart() - serve another driver
 * @has_p2a: it has a channel for delayed responses and notifications
 *
 * The platform is as after a reset. Messages in flight are dropped and counted as
 * dropped, without a callback.
 */
void host_server_restart(struct scmi_server *server, bool has_p2a);

/*
 * host_server_drop() - drop the requests in flight, as above
 *
 * The platform keeps its state, and delayed responses to commands that were replied to
 * still come.
 */
void host_server_drop(struct scmi_server *server);

/* host_server_hurry() - deliver all replies in flight at once */
void host_server_hurry(struct scmi_server *server);

#endif
