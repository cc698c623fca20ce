/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where a live view gets its numbers: a running kernel, a profile with a time
 * series, or a text log that grows. A source adds intervals to a model; it
 * knows nothing of rows, screens or keys.
 */
#ifndef SCMI_PERF_SOURCE_H
#define SCMI_PERF_SOURCE_H

#include <stdbool.h>
#include <stdint.h>

#include "model.h"
#include "profile.h"

struct recorder_options;
struct tracefs_options;

/* An interval of a replay. */
enum top_seek {
	TOP_SEEK_BACK,	/* the one before the last */
	TOP_SEEK_ON,	/* the one after it */
	TOP_SEEK_WORST, /* with the most timeouts, or the slowest transfer */
	TOP_SEEK_TIME,	/* with a time */
};

struct top_source {
	/*
	 * Ends the open interval and adds it to the model; a replay adds its
	 * next interval. A log adds none until its time reaches the end of a
	 * step. Returns 1; 0 at the end of the source; or -errno, reported.
	 */
	int (*refresh)(struct top_source *s);
	/*
	 * Ends the open interval early and adds it to the model, without a call
	 * of on_interval(). Returns as refresh(). NULL for a replay.
	 */
	int (*flush)(struct top_source *s);
	/*
	 * Reads a piece of the input that is available on @fd. Adds each
	 * interval that ended in it, by the log's time, to the model. Returns
	 * as refresh(). NULL for sources whose @fd is always -1.
	 */
	int (*read)(struct top_source *s);
	/*
	 * Fills @p, which is empty, with the profile that record or import
	 * would have written by now. Returns 0 or -errno, reported. NULL for a
	 * replay, whose profile is a file already.
	 */
	int (*profile)(struct top_source *s, struct profile *p);
	/*
	 * Makes another interval the last one: the model has all up to it.
	 * @time_ns: for TOP_SEEK_TIME, since the start. Returns 1; 0 if there is
	 * no such interval; or -errno, reported. NULL for all but a replay.
	 */
	int (*seek)(struct top_source *s, enum top_seek to, uint64_t time_ns);
	void (*close)(struct top_source *s);

	struct top_model *model; /* the caller's */
	/* Called after each interval that was not flushed, if not NULL. */
	void (*on_interval)(void *ctx);
	void *ctx;

	/* The profile of a replay; NULL for others, which have profile(). */
	const struct profile *whole;
	const char *name;      /* of the file; NULL: a running kernel */
	const struct run *run; /* kernel and architecture, if known */
	/*
	 * Readable when read() has input; -1: no input now. Any call may change
	 * it: a file has input up to its end, and again when refresh() finds
	 * that it has grown.
	 */
	int fd;
	bool paced; /* a replay: each refresh() adds one interval */
	/* Length of an interval, ns. The caller may change it if not paced. */
	uint64_t step_ns;
};

/* The mode that the user sees: "live", "replay" or "follow". */
static inline const char *top_source_mode(const struct top_source *s)
{
	return s->paced ? "replay" : s->name ? "follow" : "live";
}

/* Each returns a source for @m, or NULL, reported. Free with its close(). */

struct top_source *top_live_open(struct top_model *m,
				 const struct recorder_options *options,
				 uint64_t step_ns);

struct top_source *top_tracefs_open(struct top_model *m,
				    const struct tracefs_options *options,
				    uint64_t step_ns);

/* @path: a log, or a profile; refuses one without a time series. */
struct top_source *top_replay_open(struct top_model *m, const char *path);

/* @path: a file that may grow, a pipe, or "-", standard input. */
struct top_source *top_follow_open(struct top_model *m, const char *path,
				   uint64_t step_ns);

#endif
