// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "diag.h"
#include "import.h"
#include "losses.h"
#include "stack_frames.h"
#include "stop_signals.h"
#include "trace_command.h"

struct tracefs_trace {
	struct trace t;
	struct importer *im;
	struct tracefs_source *events;
	uint64_t end_ns;		    /* CLOCK_MONOTONIC; 0: no limit */
	struct kernel_functions *functions; /* NULL: no stacks */
	struct trace_line line;		    /* with its stack */
};

/* Shows a transfer with the stack of its sender. */
static void show_stack(struct tracefs_trace *f, const struct trace_line *line)
{
	const uint32_t id = lc_tag_id(line->event->t.tag);
	size_t n = 0;
	const __u64 *stack = tracefs_source_stack(f->events, id, &n);

	f->line.event = line->event;
	f->line.key = line->key;
	f->line.n_frames = 0;
	if (stack)
		stack_frames_name(&f->line, f->functions, stack, n);
	trace_show(&f->t, &f->line);
}

static void show(void *ctx, const struct trace_line *line)
{
	struct tracefs_trace *f = ctx;

	if (!trace_selects(f->t.o, line))
		return;
	if (f->functions && line->event->type == TRACE_TRANSFER)
		show_stack(f, line);
	else
		trace_show(&f->t, line);
}

/* Prints the transfers that have ended so far. Returns 0 or -errno, reported. */
static int show_ended(struct tracefs_trace *f)
{
	int err = tracefs_source_read(f->events);

	if (!err)
		err = importer_advance(f->im, UINT64_MAX);
	if (!err && fflush(stdout)) {
		diag_error("write: %s", strerror(errno));
		err = -EIO;
	}
	return err;
}

/* Returns when the next events are to be read. */
static uint64_t next_ns(const struct tracefs_trace *f)
{
	const uint64_t next = monotonic_ns() + TRACEFS_PERIOD_NS;

	return f->end_ns && f->end_ns < next ? f->end_ns : next;
}

/* Prints lines until a signal, the time or the number of lines ends that. */
static int follow(struct tracefs_trace *f, int signal_fd)
{
	struct pollfd on = {.fd = signal_fd, .events = POLLIN};
	int err = 0;

	while (!err && !trace_is_full(&f->t) && !on.revents &&
	       (!f->end_ns || monotonic_ns() < f->end_ns)) {
		poll(&on, 1, milliseconds_until(next_ns(f)));
		err = show_ended(f);
	}
	return err;
}

static int trace_events(struct tracefs_trace *f, int signal_fd)
{
	const struct trace_options *o = f->t.o;
	int err = tracefs_source_start(f->events);

	if (err)
		return err;
	if (o->duration_ns)
		f->end_ns = monotonic_ns() + o->duration_ns;
	trace_begin_live(&f->t);
	err = follow(f, signal_fd);
	return err ? err : tracefs_source_stop(f->events);
}

int trace_tracefs(const struct trace_options *o,
		  const struct tracefs_options *how)
{
	const uint64_t lost[TRACE_TYPES] = {0};
	struct tracefs_trace f = {.t = {.o = o, .source = SOURCE_TRACEFS}};
	struct profile p = {0};
	int fd = stop_signals_fd(), err = fd < 0 ? fd : 0;

	if (how->stacks)
		f.functions = stack_frames_functions();
	f.im = importer_new(&p);
	importer_trace(f.im, show, &f);
	if (!err)
		err = tracefs_source_open(how, f.im, &p.runs[0], &f.events);
	if (!err)
		err = trace_events(&f, fd);
	if (!err)
		err = importer_finish(f.im);
	if (!err) {
		trace_end(&f.t, &p, lost);
		losses_warn(p.lost, p.runs);
	}
	tracefs_source_close(f.events);
	importer_free(f.im);
	kernel_functions_free(f.functions);
	profile_free(&p);
	if (fd >= 0)
		stop_signals_discard(fd);
	return err;
}
