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

static bool cancel(struct server_message *m)
{
	const bool pending = m->at_once.pending;

	irq_work_sync(&m->at_once);
	return hrtimer_cancel(&m->deadline) || pending;
}

/* Puts a request in flight back into its pool, and a command that it would start. */
static void drop_request(struct server_message *m)
{
	struct scmi_server *server = m->server;

	server->counts.dropped++;
	message_unhold_locked(m);
	if (m->delayed) {
		scmi_platform_delivered(&server->platform);
		message_put_locked(m->delayed);
	}
	m->delayed = NULL;
	m->kind = MESSAGE_REPLY;
	message_put_locked(m);
}

void host_server_drop(struct scmi_server *server)
{
	unsigned int i;

	for (i = 0; i < server->nr_messages; i++) {
		struct server_message *m = &server->messages[i];

		if (m->pool == POOL_REQUEST && cancel(m))
			drop_request(m);
	}
}

/* Puts all messages back, whatever they wait for. */
static void drop_all(struct scmi_server *server)
{
	unsigned int i;

	host_server_drop(server);
	server->waiting = NULL;
	server->waiting_end = &server->waiting;
	memset(server->pools, 0, sizeof(server->pools));
	for (i = server->nr_messages; i--;) {
		struct server_message *m = &server->messages[i];

		cancel(m);
		deliver_init_message(server, m, (enum message_pool)m->pool);
	}
}

void host_server_restart(struct scmi_server *server, bool has_p2a)
{
	u32 i;

	drop_all(server);
	hrtimer_cancel(&server->full_timer);
	irq_work_sync(&server->offer);
	server->full_until = 0;
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
