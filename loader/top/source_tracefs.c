// SPDX-License-Identifier: GPL-2.0-only
/*
 * A running kernel without BPF. A timer makes the source readable, so that events
 * are read before the kernel overwrites them, however long an interval is.
 */
#include "source.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "alloc.h"
#include "diag.h"
#include "import_interval.h"
#include "recorder.h"
#include "tracefs_source.h"

struct live_tracefs {
	struct top_source source; /* must be first */
	struct profile profile;
	struct importer *im;
	struct tracefs_source *events;
	struct import_intervals intervals;
};

/* Applies all events until a moment ago. Returns 0 or -errno, reported. */
static int read_events(struct live_tracefs *l)
{
	int err = tracefs_source_read(l->events);

	return err ? err : importer_advance(l->im, UINT64_MAX);
}

static int tracefs_read(struct top_source *s)
{
	uint64_t times;
	int err;

	if (read(s->fd, &times, sizeof(times)) < 0 && errno == EAGAIN)
		return 1;
	err = read_events((struct live_tracefs *)s);
	return err ? err : 1;
}

static int tracefs_flush(struct top_source *s)
{
	struct live_tracefs *l = (struct live_tracefs *)s;
	int err = read_events(l);

	if (!err)
		err = import_interval_add(&l->intervals, s->model, 0,
					  importer_time(l->im));
	if (err == -ERANGE)
		diag_error("time series: a counter decreased: this is a bug");
	return err ? err : 1;
}

static int tracefs_refresh(struct top_source *s)
{
	const int more = tracefs_flush(s);

	if (more > 0 && s->on_interval)
		s->on_interval(s->ctx);
	return more;
}

static int tracefs_profile(struct top_source *s, struct profile *p)
{
	struct live_tracefs *l = (struct live_tracefs *)s;
	int err = read_events(l);

	return err ? err : importer_read(l->im, p);
}

static void tracefs_close(struct top_source *s)
{
	struct live_tracefs *l = (struct live_tracefs *)s;

	tracefs_source_close(l->events);
	importer_free(l->im);
	import_intervals_free(&l->intervals);
	profile_free(&l->profile);
	if (s->fd >= 0)
		close(s->fd);
	free(l);
}

/* Makes the descriptor that is readable in each period. Returns 0 or -errno. */
static int start_timer(struct top_source *s)
{
	const struct timespec period = {.tv_nsec = TRACEFS_PERIOD_NS};
	const struct itimerspec timer = {period, period};

	s->fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	if (s->fd >= 0 && !timerfd_settime(s->fd, 0, &timer, NULL))
		return 0;
	diag_error("make a timer: %s", strerror(errno));
	return -errno;
}

/* Returns 0 or -errno, reported. */
static int start(struct live_tracefs *l, const struct tracefs_options *options)
{
	struct run *run;
	int err;

	l->im = importer_new(&l->profile);
	if (l->source.model->trace)
		importer_trace(l->im, l->source.model->trace,
			       l->source.model->trace_ctx);
	run = &l->profile.runs[0];
	run_describe(run);
	l->source.run = run;
	import_intervals_start(&l->intervals, l->im, &l->profile,
			       l->source.model);
	err = tracefs_source_open(options, l->im, run, &l->events);
	if (!err)
		err = start_timer(&l->source);
	return err ? err : tracefs_source_start(l->events);
}

struct top_source *top_tracefs_open(struct top_model *m,
				    const struct tracefs_options *options,
				    uint64_t step_ns)
{
	struct live_tracefs *l = xcalloc(1, sizeof(*l));

	l->source = (struct top_source){
		.refresh = tracefs_refresh,
		.flush = tracefs_flush,
		.read = tracefs_read,
		.profile = tracefs_profile,
		.close = tracefs_close,
		.model = m,
		.fd = -1,
		.step_ns = step_ns,
	};
	if (!start(l, options))
		return &l->source;
	tracefs_close(&l->source);
	return NULL;
}
