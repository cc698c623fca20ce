// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "clock.h"
#include "diag.h"
#include "losses.h"
#include "perfetto_trace.h"
#include "platform_vendor.h"
#include "stop_signals.h"
#include "support.h"
#include "trace_command.h"
#include "trace_reader.h"

#define RING_BYTES (1024 * 1024)

/* Prints lines as transfers end. Flushes only when no more events are waiting. */
static int follow(const struct trace *t, struct trace_reader *reader,
		  int signal_fd)
{
	const uint64_t duration_ns = t->o->duration_ns;
	const uint64_t end_ns = duration_ns ? monotonic_ns() + duration_ns : 0;
	struct pollfd fds[] = {
		{.fd = signal_fd, .events = POLLIN},
		{.fd = trace_reader_fd(reader), .events = POLLIN},
	};

	for (;;) {
		int left = milliseconds_until(end_ns), more;

		if (poll(fds, 2, left) < 0 && errno != EINTR) {
			diag_error("wait for events: %s", strerror(errno));
			return -errno;
		}
		more = trace_reader_read(reader);
		if (more < 0)
			return more;
		if (!more && fflush(stdout)) {
			diag_error("write: %s", strerror(errno));
			return -EIO;
		}
		if (trace_is_full(t) || fds[0].revents || !left)
			return 0;
	}
}

/* Reports the transfers that were shown and lost. */
static void report(struct trace *t, struct recorder *r)
{
	uint64_t lost[TRACE_TYPES], all;
	struct profile p = {0};

	profile_add_run(&p);
	recorder_read(r, &p);
	for (int i = 0; i < TRACE_TYPES; i++)
		lost[i] = recorder_lost_events(r, i);
	all = sum_of_all(lost, TRACE_TYPES);
	trace_end(t, &p, lost);
	if (all)
		diag_warning("lost %" PRIu64 " (ring_buffer): increase "
			     "--ring-size or use filters",
			     all);
	losses_warn(p.lost, p.runs);
	profile_free(&p);
}

static uint64_t clock_now(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

/* All sources have times of CLOCK_MONOTONIC. */
static void set_clocks(struct perfetto_trace *to)
{
	const struct perfetto_clocks clocks = {
		.clock = STAMP_CLOCK_MONOTONIC,
		.stamp_ns = clock_now(CLOCK_MONOTONIC),
		.boottime_ns = clock_now(CLOCK_BOOTTIME),
		.realtime_ns = clock_now(CLOCK_REALTIME),
	};

	perfetto_trace_clocks(to, &clocks);
}

void trace_begin_live(const struct trace *t)
{
	const struct trace_options *o = t->o;
	char *vendor, *sub_vendor;
	struct utsname u;

	/* Only for the names of messages. */
	platform_vendor_read(&vendor, &sub_vendor);
	free(vendor);
	free(sub_vendor);
	uname(&u);
	trace_begin(t, u.release, u.machine);
	if (o->to)
		set_clocks(o->to);
	if (!o->duration_ns && !o->count)
		diag_info("tracing; press Ctrl-C to stop");
}

/* @attached: set when the kernel has accepted the programs. */
static int trace_bpf(const struct trace_options *o, bool *attached)
{
	const struct recorder_options how = {
		.level = HOOKS_ALL,
		.trace = &o->trace,
		.filter = o->filter,
		.by_resource = o->by_resource,
		.ring_bytes = o->ring_bytes ? o->ring_bytes : RING_BYTES,
	};
	struct recorder *r = NULL;
	struct trace_reader *reader = NULL;
	struct trace t = {.o = o};
	int fd = stop_signals_fd(), err = fd < 0 ? fd : 0;

	if (!err)
		err = recorder_open(&how, &r);
	if (!err)
		err = trace_reader_open(r, o->trace.stack, trace_show, &t,
					&reader);
	if (!err)
		err = recorder_attach(r);
	if (err) {
		support_explain_failure();
		goto out;
	}
	*attached = true;
	trace_begin_live(&t);
	err = follow(&t, reader, fd);
	recorder_detach(r);
	while (!err && (err = trace_reader_read(reader)) > 0)
		err = 0;
	if (!err)
		report(&t, r);
out:
	trace_reader_close(reader);
	recorder_close(r);
	if (fd >= 0)
		stop_signals_discard(fd);
	return err;
}

int trace_live(const struct trace_options *o)
{
	const struct live_options live = {
		.recorder = {.level = HOOKS_ALL,
			     .filter = o->filter,
			     .by_resource = o->by_resource,
			     .ring_bytes = o->ring_bytes},
		.source = o->source,
	};
	struct tracefs_options without = live_tracefs_options(&live);
	enum live_source source;
	bool attached = false;
	int err = live_source_choose(&live, "trace", &source);

	without.stacks = o->trace.stack;
	if (err)
		return err;
	if (source == LIVE_BPF) {
		err = trace_bpf(o, &attached);
		if (!err || attached || !live_source_falls_back(&live))
			return err;
	}
	return trace_tracefs(o, &without);
}
