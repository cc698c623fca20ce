// SPDX-License-Identifier: GPL-2.0-only
#include "action_run.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include "alloc.h"
#include "atomic_file.h"
#include "child.h"
#include "diag.h"
#include "json_reports.h"
#include "stop_signals.h"
#include "trace_instance.h"
#include "units.h"

/* Files of this name are numbered from 1, so that none is overwritten. */
#define SNAPSHOT_FILE  "snapshot.ndjson"
#define SNAPSHOT_FILES 100

static void write_line(void *ctx, const struct trace_line *line)
{
	trace_json_line(line, ctx);
}

/* Returns the first name that is free, "FILE-1.ndjson", or NULL. */
static char *free_name(const char *file)
{
	const char *name = strrchr(file, '/');
	const char *end = strrchr(name ? name : file, '.');

	if (!end)
		end = file + strlen(file);
	for (int i = 1; i <= SNAPSHOT_FILES; i++) {
		char *path =
			xasprintf("%.*s-%d%s", (int)(end - file), file, i, end);

		/* Another reason than a missing file is an error of the write. */
		if (access(path, F_OK))
			return path;
		free(path);
	}
	return NULL;
}

static const char *snapshot_file(const struct action *action)
{
	return action->value ? action->value : SNAPSHOT_FILE;
}

int action_try(const struct action *action)
{
	char *path = NULL;
	int err = 0;

	if (action->kind != ACTION_SNAPSHOT)
		return 0;
	path = free_name(snapshot_file(action));
	/* Without a free name, the snapshot will be missing, but nothing else. */
	if (path)
		err = atomic_file_try(path);
	if (err)
		diag_error("write '%s': %s", path, strerror(-err));
	free(path);
	return err;
}

static void write_snapshot(struct actions *a, const char *file,
			   const struct trigger *t)
{
	char *path = free_name(file), *text;
	struct utsname u;
	size_t len;
	FILE *out;
	int err;

	if (!path) {
		diag_error("no snapshot: there are %d files like '%s'",
			   SNAPSHOT_FILES, file);
		return;
	}
	out = xopen_memstream(&text, &len);
	uname(&u);
	trace_json_begin(a->source, a->from_log ? NULL : u.release,
			 a->from_log ? NULL : u.machine, NULL, out);
	flight_show(&a->flight, write_line, out);
	trace_json_snapshot(t->condition, t->time_ns, t->value, a->flight.cut,
			    out);
	fclose(out);
	err = atomic_file_write(path, text, len);
	free(text);
	if (err) {
		diag_error("write '%s': %s", path, strerror(-err));
		free(path);
		return;
	}
	diag_info("wrote %s: %zu line%s", path, a->flight.n,
		  plural(a->flight.n));
	free(a->snapshot);
	a->snapshot = path;
}

static void stop_kernel_trace(struct actions *a)
{
	struct trace_instance top;
	const char *root;
	int err;

	if (a->trace_off)
		return;
	root = tracefs_folder(&err);
	if (!root) {
		diag_error("stop the kernel's trace buffer: no tracefs: %s",
			   strerror(-err));
		return;
	}
	trace_instance_top(&top, root);
	a->trace_off = !trace_instance_record(&top, false);
	trace_instance_close(&top);
}

/* Returns true if the last command still runs. */
static bool is_running(struct actions *a)
{
	if (a->running && waitpid(a->running, NULL, WNOHANG))
		a->running = 0;
	return a->running;
}

static void set_number(const char *name, uint64_t value)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRIu64, value);
	setenv(name, text, 1);
}

static void run_command(struct actions *a, const char *command,
			const struct trigger *t)
{
	char *argv[] = {"/bin/sh", "-c", (char *)(uintptr_t)command, NULL};
	const struct child_options how = {
		.caller = a->caller, .no_stdin = true, .to_stderr = true};
	pid_t pid;

	if (is_running(a)) {
		a->missed++;
		return;
	}
	setenv("SCMI_PERF_CONDITION", t->condition, 1);
	setenv("SCMI_PERF_MESSAGE", t->message, 1);
	setenv("SCMI_PERF_SNAPSHOT", a->snapshot ? a->snapshot : "", 1);
	set_number("SCMI_PERF_TIME_NS", t->time_ns);
	set_number("SCMI_PERF_VALUE", t->value);
	pid = child_start(&how, argv);
	if (pid < 0)
		diag_error("run '%s': %s", command, strerror(-pid));
	else
		a->running = pid;
}

void action_run(struct actions *a, const struct action *action,
		const struct trigger *t)
{
	switch (action->kind) {
	case ACTION_SNAPSHOT:
		write_snapshot(a, snapshot_file(action), t);
		break;
	case ACTION_TRACE_OFF:
		stop_kernel_trace(a);
		break;
	case ACTION_EXEC:
		run_command(a, action->value, t);
		break;
	case ACTION_STOP:
		a->stopped = true;
		break;
	case ACTION_KINDS:
		break;
	}
}

void action_wait(struct actions *a)
{
	sigset_t set, old;
	int status;

	if (!is_running(a))
		return;
	stop_signals_block(&old);
	stop_signals_blocked(&set);
	if (child_wait(&set, a->running, 0, &status) != SIGCHLD)
		child_end(&set, a->running, &status);
	stop_signals_unblock(&old);
	a->running = 0;
}
