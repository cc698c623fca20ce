// SPDX-License-Identifier: GPL-2.0-only
#include "function_probes.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "alloc.h"
#include "diag.h"

#define GROUP "scmi_perf_" /* and the process ID */

/*
 * The functions of SCMI alone: virtqueue_kick() and vring_interrupt(), which BPF
 * programs use, are those of all virtio devices.
 */
static const struct {
	const char *name; /* of the event */
	const char *function;
	bool exit;
	enum ftrace_kind kind;
} probe[] = {
	/* Mailbox and SMC: the message is in shared memory. */
	{"shmem_ready", "shmem_tx_prepare", true, FTRACE_RING},
	{"virtio_send", "virtio_send_message", false, FTRACE_RING},
	{"virtio_sent", "virtio_send_message", true, FTRACE_RUNG},
	{"tee_call", "tee_client_invoke_func", false, FTRACE_RING},
	{"mailbox_reply", "rx_callback", false, FTRACE_SIGNAL},
	{"virtio_reply", "scmi_vio_complete_cb", false, FTRACE_SIGNAL},
	{"smc_reply", "smc_msg_done_isr", false, FTRACE_SIGNAL},
};

#define N_PROBES (sizeof(probe) / sizeof(probe[0]))

_Static_assert(sizeof(probe) / sizeof(probe[0]) <= FUNCTION_PROBES,
	       "FUNCTION_PROBES");

/* Adds a line to the kernel's list of probes. Returns 0 or -errno. */
static int write_command(const char *root, const char *command)
{
	char *path = xasprintf("%s/kprobe_events", root);
	const int fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
	const size_t len = strlen(command);
	int err = 0;

	free(path);
	if (fd < 0)
		return -errno;
	if (write(fd, command, len) != (ssize_t)len)
		err = errno ? -errno : -EIO;
	close(fd);
	return err;
}

/* Reads the number of the event of a probe. Returns false if that fails. */
static bool read_id(struct function_probes *f, size_t i)
{
	const struct trace_instance top = {.dir = (char *)(uintptr_t)f->root};
	char *path =
		xasprintf("events/" GROUP "%d/%s/id", getpid(), probe[i].name);
	char text[32];
	const bool ok = trace_instance_read(&top, path, text, sizeof(text)) &&
			sscanf(text, "%" SCNu16, &f->id[i]) == 1;

	free(path);
	return ok;
}

void function_probes_make(struct function_probes *f, const char *root)
{
	f->root = root;
	for (size_t i = 0; i < N_PROBES; i++) {
		char *command = xasprintf("%c:" GROUP "%d/%s %s",
					  probe[i].exit ? 'r' : 'p', getpid(),
					  probe[i].name, probe[i].function);
		const int err = write_command(root, command);

		f->made[i] = !err && read_id(f, i);
		diag_verbose("%s: %s", probe[i].function,
			     err ? strerror(-err) : "kprobe event");
		free(command);
	}
}

int function_probes_enable(const struct function_probes *f,
			   const struct trace_instance *t)
{
	int err = 0;

	for (size_t i = 0; i < N_PROBES && !err; i++) {
		char *event;

		if (!f->made[i])
			continue;
		event = xasprintf(GROUP "%d/%s", getpid(), probe[i].name);
		err = trace_instance_enable(t, event, NULL);
		free(event);
	}
	return err;
}

enum ftrace_kind function_probes_kind(const struct function_probes *f,
				      uint16_t id)
{
	for (size_t i = 0; i < N_PROBES; i++)
		if (f->made[i] && f->id[i] == id)
			return probe[i].kind;
	return FTRACE_NONE;
}

void function_probes_describe(const struct function_probes *f, struct run *run)
{
	for (size_t i = 0; i < N_PROBES; i++) {
		char *name = xasprintf("%s%s", probe[i].function,
				       probe[i].exit ? "/exit" : "");

		run_add_hook(run, name, f->made[i] ? "kprobe event" : "none");
		free(name);
	}
}

/* Removes a probe of a process. */
static void remove_probe(const char *root, int pid, const char *name)
{
	char *command = xasprintf("-:" GROUP "%d/%s", pid, name);
	const int err = write_command(root, command);

	if (err)
		diag_verbose("remove the probe %s: %s", command + 2,
			     strerror(-err));
	free(command);
}

void function_probes_remove(struct function_probes *f)
{
	for (size_t i = 0; i < N_PROBES; i++)
		if (f->made[i])
			remove_probe(f->root, getpid(), probe[i].name);
	memset(f->made, 0, sizeof(f->made));
}

void function_probes_remove_stale(const char *root)
{
	const struct trace_instance top = {.dir = (char *)(uintptr_t)root};
	char text[65536], name[64];
	int pid;

	if (!trace_instance_read(&top, "kprobe_events", text, sizeof(text)))
		return;
	for (char *p = text; (p = strstr(p, ":" GROUP)); p++)
		if (sscanf(p, ":" GROUP "%d/%63[a-z_]", &pid, name) == 2 &&
		    pid > 0 && kill(pid, 0) && errno == ESRCH)
			remove_probe(root, pid, name);
}
