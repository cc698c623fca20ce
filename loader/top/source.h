/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where a live view gets its figures: a running kernel, a profile with a time
 * series, or a text log that grows. A source tells a model what was gained; it
 * knows nothing of rows, screens or keys.
 */
#ifndef SCMI_PERF_SOURCE_H
#define SCMI_PERF_SOURCE_H

#include <stdbool.h>
#include <stdint.h>

#include "model.h"
#include "profile.h"

struct recorder_options;

struct top_source {
	/*
	 * Time for a refresh: ends an interval, and gives it to the model; a
	 * replay gives its next one. A log gives none while it has not come to
	 * the end of a step. Returns 1; 0 when there was nothing more, and never
	 * will be; or -errno, reported.
	 */
	int (*look)(struct top_source *s);
	/*
	 * Ends the interval that is open, however short it is, and gives it to
	 * the model; ended() is not called for it. Returns as look(). NULL: a
	 * replay has no interval that is open.
	 */
	int (*cut)(struct top_source *s);
	/*
	 * There is something to read on @fd: takes of it what is there, in
	 * pieces. Intervals that ended in it, by the log's own time, are given
	 * to the model. Returns as look().
	 */
	int (*feed)(struct top_source *s);
	/*
	 * What record or import would have made, up to now, into @p, which is
	 * empty. Returns 0 or -errno, reported. NULL: a replay has nothing that
	 * is not in a file.
	 */
	int (*profile)(struct top_source *s, struct profile *p);
	void (*close)(struct top_source *s);

	struct top_model *model; /* the caller's */
	/* Called after each interval that was not cut, if not NULL. */
	void (*ended)(void *ctx);
	void *ctx;

	const char *name;      /* of the file; NULL: a running kernel */
	const struct run *run; /* kernel, architecture, if known */
	/*
	 * Readable when there is something to feed; -1: nothing now. It may be
	 * another after each call: a file has something until its end is
	 * reached, and again when a look() finds that it has grown.
	 */
	int fd;
	bool paced; /* a replay: each look() shows another interval */
	/* Of the intervals. May be changed, but for a replay. */
	uint64_t step_ns;
};

/* What the user sees: "live", "replay" or "follow". */
static inline const char *top_source_mode(const struct top_source *s)
{
	return s->paced ? "replay" : s->name ? "follow" : "live";
}

/* Each returns a source for @m, or NULL, reported. */

struct top_source *top_live_open(struct top_model *m,
				 const struct recorder_options *options,
				 uint64_t step_ns);

/* A profile without a time series is refused. */
struct top_source *top_replay_open(struct top_model *m, const char *path);

/* @path: a file that may grow, a pipe, or "-", standard input. */
struct top_source *top_follow_open(struct top_model *m, const char *path,
				   uint64_t step_ns);

#endif
