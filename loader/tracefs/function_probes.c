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
/* The int that a function returns: 32 bits of a register, with their sign. */
#define RESULT	   "result=$retval:s32"
#define TIMEOUT	   "-110" /* LC_STATUS_TIMEOUT */
#define LIST_BYTES 65536  /* of the lists of probes that are read */

/*
 * The functions of SCMI alone: virtqueue_kick() and vring_interrupt(), which BPF
 * programs use, are those of all virtio devices.
 */
static const struct {
	const char *name; /* of the event */
	const char *function;
	bool exit;
	enum ftrace_kind kind;
	bool without_waits;  /* not needed if there are response waits */
	const char *failure; /* results that have an event; NULL: all calls */
} probe[] = {
	/* Mailbox and SMC: the message is in shared memory. */
	{"shmem_ready", "shmem_tx_prepare", true, FTRACE_RING, false, NULL},
	{"mailbox_sent", "mailbox_send_message", true, FTRACE_RUNG, true, NULL},
	{"virtio_send", "virtio_send_message", false, FTRACE_RING, false, NULL},
	{"virtio_sent", "virtio_send_message", true, FTRACE_RUNG, false, NULL},
	{"tee_call", "tee_client_invoke_func", false, FTRACE_RING, false, NULL},
	{"mailbox_reply", "rx_callback", false, FTRACE_SIGNAL, false, NULL},
	{"virtio_reply", "scmi_vio_complete_cb", false, FTRACE_SIGNAL, false,
	 NULL},
	{"smc_reply", "smc_msg_done_isr", false, FTRACE_SIGNAL, false, NULL},
	/* Of the core. */
	{"dropped", "scmi_notify", true, FTRACE_DROPPED, false, "result < 0"},
	{"unanswered", "do_xfer_with_response", true, FTRACE_UNANSWERED, false,
	 "result == " TIMEOUT},
	/* Of the core, if there are several instances. */
	{"sender", "do_xfer", false, FTRACE_SENDER, false, NULL},
	{"notifier", "scmi_notify", false, FTRACE_NOTIFIER, false, NULL},
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

/* Returns the path of a probe's event below "events". */
static char *event_of(size_t i)
{
	return xasprintf(GROUP "%d/%s", getpid(), probe[i].name);
}

/* Reads the number of the event of a probe. Returns false if that fails. */
static bool read_id(struct function_probes *f, size_t i)
{
	const struct trace_instance top = {.dir = (char *)(uintptr_t)f->root};
	char *event = event_of(i), *path = xasprintf("events/%s/id", event);
	char text[32];
	const bool ok = trace_instance_read(&top, path, text, sizeof(text)) &&
			sscanf(text, "%" SCNu16, &f->id[i]) == 1;

	free(path);
	free(event);
	return ok;
}

static bool make_of(struct function_probes *f, size_t i, const char *function,
		    const char *arguments)
{
	char *event = event_of(i);
	char *command = xasprintf("%c:%s %s %s", probe[i].exit ? 'r' : 'p',
				  event, function, arguments);
	const int err = write_command(f->root, command);

	f->wanted[i] = true;
	f->made[i] = !err && read_id(f, i);
	diag_verbose("%s: %s", function, err ? strerror(-err) : "kprobe event");
	free(command);
	free(event);
	return f->made[i];
}

/* Returns the name that a function had before Linux 5.13, or NULL. */
static const char *former_name(const char *function)
{
	return strcmp(function, "do_xfer_with_response")
		       ? NULL
		       : "scmi_do_xfer_with_response";
}

static bool make(struct function_probes *f, size_t i, const char *arguments)
{
	const char *former = former_name(probe[i].function);

	return make_of(f, i, probe[i].function, arguments) ||
	       (former && make_of(f, i, former, arguments));
}

static bool names_instances(size_t i)
{
	return probe[i].kind == FTRACE_SENDER ||
	       probe[i].kind == FTRACE_NOTIFIER;
}

void function_probes_make_none(struct function_probes *f, const char *root,
			       bool waits)
{
	f->root = root;
	for (size_t i = 0; i < N_PROBES; i++)
		f->wanted[i] = !names_instances(i) &&
			       !(probe[i].without_waits && waits);
}

void function_probes_make(struct function_probes *f, const char *root,
			  bool waits)
{
	function_probes_make_none(f, root, waits);
	for (size_t i = 0; i < N_PROBES; i++)
		if (f->wanted[i])
			make(f, i, probe[i].failure ? RESULT : "");
}

void function_probes_want_core(struct function_probes *f, const char *root)
{
	f->root = root;
	for (size_t i = 0; i < N_PROBES; i++)
		f->wanted[i] |= names_instances(i);
}

static size_t index_of(enum ftrace_kind kind)
{
	size_t i = 0;

	while (i < N_PROBES - 1 && probe[i].kind != kind)
		i++;
	return i;
}

bool function_probes_make_one(struct function_probes *f, const char *root,
			      enum ftrace_kind kind, const char *arguments)
{
	f->root = root;
	return make(f, index_of(kind), arguments);
}

char *function_probes_event(enum ftrace_kind kind)
{
	return event_of(index_of(kind));
}

int function_probes_enable(const struct function_probes *f,
			   const struct trace_instance *t)
{
	int err = 0;

	for (size_t i = 0; i < N_PROBES && !err; i++) {
		char *event;

		if (!f->made[i])
			continue;
		event = event_of(i);
		err = trace_instance_enable(t, event, probe[i].failure);
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
		char *name;

		if (!f->wanted[i])
			continue;
		name = xasprintf("%s%s", probe[i].function,
				 probe[i].exit ? "/exit" : "");
		run_add_hook(run, name, f->made[i] ? "kprobe event" : "none");
		free(name);
	}
}

/* Returns the number at the end of a line, -1 if there is none. */
static int64_t last_number(const char *line, size_t len)
{
	while (len && line[len - 1] >= '0' && line[len - 1] <= '9')
		len--;
	return line[len] >= '0' && line[len] <= '9'
		       ? strtoll(line + len, NULL, 10)
		       : -1;
}

/* Both files have a line for each probe, in the same order. */
uint64_t function_probes_missed(const struct function_probes *f)
{
	static char probes[LIST_BYTES], profile[LIST_BYTES];
	const struct trace_instance top = {.dir = (char *)(uintptr_t)f->root};
	const char *probe_line = probes, *line = profile;
	char *own = xasprintf(":" GROUP "%d/", getpid());
	uint64_t missed = 0;

	if (!f->root ||
	    !trace_instance_read(&top, "kprobe_events", probes, LIST_BYTES) ||
	    !trace_instance_read(&top, "kprobe_profile", profile, LIST_BYTES))
		*probes = *profile = '\0';
	while (*probe_line && *line) {
		const size_t len = strcspn(probe_line, "\n");
		const size_t n = strcspn(line, "\n");
		const int64_t number = last_number(line, n);

		if (memmem(probe_line, len, own, strlen(own)) && number > 0)
			missed += (uint64_t)number;
		probe_line += len + (probe_line[len] != '\0');
		line += n + (line[n] != '\0');
	}
	free(own);
	return missed;
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
	char text[LIST_BYTES], name[64];
	int pid;

	if (!trace_instance_read(&top, "kprobe_events", text, sizeof(text)))
		return;
	for (char *p = text; (p = strstr(p, ":" GROUP)); p++)
		if (sscanf(p, ":" GROUP "%d/%63[a-z_]", &pid, name) == 2 &&
		    pid > 0 && kill(pid, 0) && errno == ESRCH)
			remove_probe(root, pid, name);
}
