// SPDX-License-Identifier: GPL-2.0-only
/*
 * A server in a program: what the kernel does with files and parameters of a module,
 * and a change of the driver.
 */
#include "host_server.h"

#include "debugfs.h"
#include "deliver.h"
#include "fast_memory.h"
#include "fault.h"
#include "messages.h"
#include "serve.h"

struct server_settings server_settings;

/* A program has no debugfs; it reads its plan and writes its counts itself. */
int debugfs_add_server(struct scmi_server *server)
{
	(void)server;
	return 0;
}

void debugfs_remove_server(struct scmi_server *server)
{
	(void)server;
}

/* A program has no memory that an agent could map for fast channels. */
void fast_memory_open(struct scmi_server *server)
{
	(void)server;
}

void fast_memory_close(struct scmi_server *server)
{
	(void)server;
}

const struct scmi_fault *host_server_set_plan(struct scmi_server *server,
					      const struct scmi_plan *plan,
					      const char **why)
{
	const struct scmi_fault *fault =
		fault_unsupported(server->ops, plan, why);
	struct scmi_plan *copy = NULL;

	if (fault)
		return fault;
	if (plan->nr_faults) {
		copy = malloc(sizeof(*copy));
		if (!copy)
			abort();
		*copy = *plan;
	}
	free(server->plan);
	server->plan = copy;
	return NULL;
}

static void stop_timers(struct scmi_server *server)
{
	unsigned int i;

	for (i = 0; i < server->nr_messages; i++) {
		hrtimer_cancel(&server->messages[i].deadline);
		irq_work_sync(&server->messages[i].at_once);
	}
	hrtimer_cancel(&server->full_timer);
	irq_work_sync(&server->offer);
}

void host_server_drop(struct scmi_server *server)
{
	struct scmi_counts *counts = &server->counts;
	unsigned int i;

	stop_timers(server);
	counts->dropped = counts->requests - counts->replies;
	server->waiting = NULL;
	server->waiting_end = &server->waiting;
	server->full_until = 0;
	server->held = NULL;
	server->platform.nr_async = 0;
	memset(server->pools, 0, sizeof(server->pools));
	for (i = server->nr_messages; i--;) {
		struct server_message *m = &server->messages[i];
		const enum message_pool pool = m->pool;

		m->held = false;
		m->delayed = NULL;
		deliver_init_message(server, m, pool);
	}
}

void host_server_restart(struct scmi_server *server, bool has_p2a)
{
	u32 i;

	host_server_drop(server);
	for (i = 0; i < SCMI_NR_SENSORS; i++) {
		hrtimer_cancel(&server->updates[i].timer);
		server->updates[i].interval = 0;
	}
	scmi_platform_init(&server->platform, has_p2a);
	server->platform.sub_vendor = server_settings.sub_vendor;
	server->platform.clock = ktime_get_boot_fast_ns;
}

void host_server_hurry(struct scmi_server *server)
{
	unsigned int i;

	for (i = 0; i < server->nr_messages; i++) {
		struct server_message *m = &server->messages[i];

		if (m->pool == POOL_REQUEST && hrtimer_cancel(&m->deadline))
			message_arm_locked(m, 0);
	}
	environment_run();
}
