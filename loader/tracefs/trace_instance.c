// SPDX-License-Identifier: GPL-2.0-only
#include "trace_instance.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "alloc.h"
#include "diag.h"

#define NAME "scmi-perf-" /* and the process ID */

const char *tracefs_folder(int *err)
{
	static const char *const folder[] = {"/sys/kernel/tracing",
					     "/sys/kernel/debug/tracing"};
	char path[64];

	*err = -ENOENT;
	for (size_t i = 0; i < sizeof(folder) / sizeof(folder[0]); i++) {
		snprintf(path, sizeof(path), "%s/events", folder[i]);
		if (!access(path, R_OK | X_OK))
			return folder[i];
		if (errno == EACCES)
			*err = -EACCES;
	}
	return NULL;
}

/* Writes to a file. Returns 0 or -errno, not reported. */
static int write_text(const char *path, const char *text)
{
	const size_t len = strlen(text);
	int fd = open(path, O_WRONLY | O_CLOEXEC), err = 0;

	if (fd < 0)
		return -errno;
	if (write(fd, text, len) != (ssize_t)len)
		err = errno ? -errno : -EIO;
	close(fd);
	return err;
}

/* The same for a file of the instance, reported. */
static int write_file(const struct trace_instance *t, const char *file,
		      const char *text)
{
	char *path = xasprintf("%s/%s", t->dir, file);
	const int err = write_text(path, text);

	if (err)
		diag_error("write '%s' to %s: %s", text, path, strerror(-err));
	free(path);
	return err;
}

/* Removes an instance. One whose files are open stays. */
static void remove_dir(const char *path)
{
	if (rmdir(path))
		diag_verbose("remove %s: %s", path, strerror(errno));
}

/* Removes the instances of processes that have ended without that. */
static void remove_stale(const char *instances)
{
	DIR *dir = opendir(instances);
	struct dirent *d;
	int pid;

	while (dir && (d = readdir(dir))) {
		char *path;

		if (sscanf(d->d_name, NAME "%d", &pid) != 1 || pid <= 0 ||
		    !kill(pid, 0) || errno != ESRCH)
			continue;
		path = xasprintf("%s/%s", instances, d->d_name);
		remove_dir(path);
		free(path);
	}
	if (dir)
		closedir(dir);
}

/* Sets up an instance that was made. Returns 0 or -errno, reported. */
static int set_up(const struct trace_instance *t, size_t ring_bytes)
{
	char size[32];
	int err = trace_instance_record(t, false);

	snprintf(size, sizeof(size), "%zu", (ring_bytes + 1023) / 1024);
	if (!err)
		err = write_file(t, "trace_clock", "mono");
	if (!err)
		err = write_file(t, "options/overwrite", "1");
	if (!err)
		err = write_file(t, "buffer_size_kb", size);
	return err;
}

int trace_instance_make(struct trace_instance *t, const char *root,
			size_t ring_bytes)
{
	char *instances = xasprintf("%s/instances", root);
	int err;

	remove_stale(instances);
	*t = (struct trace_instance){
		.dir = xasprintf("%s/" NAME "%d", instances, getpid())};
	err = mkdir(t->dir, 0700) ? -errno : 0;
	if (err)
		diag_error("make the trace instance %s: %s", t->dir,
			   strerror(-err));
	t->own = !err;
	if (!err)
		err = set_up(t, ring_bytes);
	free(instances);
	if (err)
		trace_instance_close(t);
	return err;
}

void trace_instance_top(struct trace_instance *t, const char *root)
{
	*t = (struct trace_instance){.dir = xstrdup(root)};
}

bool trace_instance_has_event(const struct trace_instance *t, const char *event)
{
	char *path = xasprintf("%s/events/scmi/%s", t->dir, event);
	const bool has = !access(path, F_OK);

	free(path);
	return has;
}

int trace_instance_enable(const struct trace_instance *t, const char *event,
			  const char *filter)
{
	char *file = xasprintf("events/%s/filter", event);
	int err = filter ? write_file(t, file, filter) : 0;

	free(file);
	file = xasprintf("events/%s/enable", event);
	if (!err)
		err = write_file(t, file, "1");
	free(file);
	return err;
}

int trace_instance_trigger(const struct trace_instance *t, const char *event,
			   const char *trigger)
{
	char *path = xasprintf("%s/events/%s/trigger", t->dir, event);
	const int err = write_text(path, trigger);

	free(path);
	return err;
}

int trace_instance_record(const struct trace_instance *t, bool on)
{
	return write_file(t, "tracing_on", on ? "1" : "0");
}

bool trace_instance_read(const struct trace_instance *t, const char *file,
			 char *text, size_t size)
{
	char *path = xasprintf("%s/%s", t->dir, file);
	const int fd = open(path, O_RDONLY | O_CLOEXEC);
	size_t len = 0;
	ssize_t n = 1;

	free(path);
	if (fd < 0)
		return false;
	for (; n > 0 && len < size - 1; len += (size_t)n) {
		n = read(fd, text + len, size - 1 - len);
		if (n < 0)
			break;
	}
	text[len] = '\0';
	close(fd);
	return n >= 0;
}

int trace_instance_now(const struct trace_instance *t, uint64_t *ns)
{
	uint64_t seconds, microseconds;
	const char *now;
	char text[1024];

	if (trace_instance_read(t, "trace_clock", text, sizeof(text)) &&
	    strstr(text, "[counter]")) {
		diag_error("the trace buffer has no times: its clock does not "
			   "count nanoseconds (%s/trace_clock)",
			   t->dir);
		return -EINVAL;
	}
	if (!trace_instance_read(t, "per_cpu/cpu0/stats", text, sizeof(text)) ||
	    !(now = strstr(text, "now ts:")) ||
	    sscanf(now, "now ts: %" SCNu64 ".%" SCNu64, &seconds,
		   &microseconds) != 2) {
		diag_error("%s/per_cpu/cpu0/stats has an unknown format",
			   t->dir);
		return -EINVAL;
	}
	*ns = seconds * 1000000000 + (microseconds + 1) * 1000;
	return 0;
}

void trace_instance_close(struct trace_instance *t)
{
	if (t->own)
		remove_dir(t->dir);
	free(t->dir);
	*t = (struct trace_instance){0};
}
