// SPDX-License-Identifier: GPL-2.0-only
/*
 * Intervals are those of the log's own time, so that a log gives the same ones
 * however fast it is read. While it is silent, time goes on with the clock on
 * the wall, from the last event that was read.
 */
#include "source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "clock.h"
#include "delta.h"
#include "diag.h"
#include "import.h"
#include "import_messages.h"
#include "timeline.h"

/* So long, at most, events are kept back for others that come late. */
#define HOLD_NS 250000000u

#define PIECE 65536

struct follow {
	struct top_source source; /* first: it is what the caller has */
	struct profile profile;
	struct importer *im;
	struct timeline timeline;
	int file;
	bool grows; /* a file, which may have more when its end is reached */
	bool over;
	off_t at;		   /* what was read of a file */
	uint64_t open_ns, read_ns; /* CLOCK_MONOTONIC; of the last event read */
	/* The log's time 0 in the source's: it may have come late. */
	uint64_t base_ns;
	uint64_t end_ns; /* of the last interval, in the source's time */
	char piece[PIECE];
};

static bool has_events(const struct follow *f)
{
	return importer_stats(f->im)->events != 0;
}

/* Looks at all series; *@anomalies: how many they gained. */
static int look_at_series(struct follow *f, uint64_t *anomalies)
{
	const struct profile *p = &f->profile;

	*anomalies = 0;
	for (size_t i = 0; i < p->n_series; i++) {
		const struct series *s = &p->series[i];
		struct series_sums now;
		struct delta all = {0};
		int err;

		memcpy(now.counter, s->counter, sizeof(now.counter));
		memcpy(now.anomaly, s->anomaly, sizeof(now.anomaly));
		for (int k = 0; k < LC_PHASES; k++)
			now.sum[k] = s->phase[k].sum;
		if (!timeline_has_changed(&f->timeline, i, &now))
			continue;
		err = delta_of_series(s, &all);
		if (!err)
			err = timeline_look(&f->timeline, i, &all);
		delta_free(&all);
		if (err)
			return err;
	}
	for (size_t g = 0; g < f->timeline.open.n_deltas; g++)
		for (int k = 0; k < LA_KINDS; k++)
			*anomalies += f->timeline.open.delta[g].anomaly[k];
	return 0;
}

/* The last @n anomalies, or as many of them as the profile has kept. */
static void give_events(const struct follow *f, uint64_t n)
{
	const struct profile *p = &f->profile;

	for (size_t i = n < p->n_events ? p->n_events - n : 0; i < p->n_events;
	     i++) {
		struct anomaly_event event = p->events[i];

		event.time_ns += f->base_ns;
		top_add_event(f->source.model, &event);
	}
}

static int give_status(const struct follow *f, uint64_t end_ns)
{
	const struct profile *p = &f->profile;
	struct top_status status = {
		.time_ns = end_ns,
		.in_flight = profile_in_flight(p),
		.untracked = p->untracked,
		.unparsed_lines = p->unparsed_lines,
	};

	memcpy(status.lost, p->lost, sizeof(status.lost));
	return top_end_interval(f->source.model, &status);
}

/* Ends an interval, of which nobody is told. Returns 0, -ENOMEM or -ERANGE. */
static int cut_interval(struct follow *f, uint64_t end_ns)
{
	struct top_source *s = &f->source;
	struct interval in;
	uint64_t anomalies;
	int err = look_at_series(f, &anomalies);

	if (err)
		return err;
	timeline_take(&f->timeline, end_ns, &in);
	top_begin_interval(s->model, end_ns);
	for (size_t g = 0; g < in.n_deltas && !err; g++)
		err = top_add_delta(s->model,
				    f->profile.series[in.delta[g].series].key,
				    &in.delta[g]);
	give_events(f, anomalies);
	if (!err)
		err = give_status(f, end_ns);
	interval_free(&in);
	f->end_ns = end_ns;
	return err;
}

static int give_interval(struct follow *f, uint64_t end_ns)
{
	const int err = cut_interval(f, end_ns);

	if (!err && f->source.on_interval)
		f->source.on_interval(f->source.ctx);
	return err;
}

/*
 * Ends what has ended at @now_ns, of the source's time: an interval, and another
 * one, in which nothing was, up to the last step until now.
 */
static int give_intervals(struct follow *f, uint64_t now_ns)
{
	const uint64_t step = f->source.step_ns, begin = f->end_ns;
	const uint64_t steps = now_ns > begin ? (now_ns - begin) / step : 0;
	int err = steps ? give_interval(f, begin + step) : 0;

	return !err && steps > 1 ? give_interval(f, begin + steps * step) : err;
}

static int reached(void *ctx, uint64_t time_ns);

/* To be told when the open interval is over: its end is the last of it. */
static void watch(struct follow *f)
{
	importer_watch(f->im, f->end_ns + f->source.step_ns - f->base_ns + 1,
		       reached, f);
}

static int reached(void *ctx, uint64_t time_ns)
{
	struct follow *f = ctx;
	int err = give_intervals(f, f->base_ns + time_ns - 1);

	watch(f);
	return err;
}

static int fail(struct follow *f, int err)
{
	diag_error("follow '%s': %s", f->source.name, strerror(-err));
	return err;
}

/* What time it is in the log, as far as one can tell. */
static uint64_t now_ns(const struct follow *f)
{
	const uint64_t now = monotonic_ns();

	if (!has_events(f))
		return now - f->open_ns;
	return f->base_ns + importer_time(f->im) + (now - f->read_ns);
}

/*
 * Events were read. A log that was silent may go on behind what was given out:
 * it is then moved, for time never goes back.
 */
static void note_events(struct follow *f)
{
	const uint64_t last_ns = f->base_ns + importer_time(f->im);

	f->read_ns = monotonic_ns();
	if (last_ns < f->end_ns)
		f->base_ns += f->end_ns - last_ns;
	watch(f);
}

/* There will be no more. */
static int end(struct follow *f)
{
	const uint64_t events = importer_stats(f->im)->events;
	uint64_t last_ns;
	int err;

	f->over = true;
	f->source.fd = -1;
	err = importer_end(f->im);
	/* A last line without a newline. */
	if (importer_stats(f->im)->events != events)
		note_events(f);
	if (!err && !has_events(f)) {
		import_show_empty(f->source.name, &f->profile,
				  importer_stats(f->im));
		return -ENODATA;
	}
	/* The rest, and what was given up. */
	last_ns = f->base_ns + importer_time(f->im);
	if (last_ns <= f->end_ns)
		last_ns = now_ns(f);
	if (last_ns <= f->end_ns)
		last_ns = f->end_ns + 1;
	if (!err)
		err = give_interval(f, last_ns);
	return err ? fail(f, err) : 0;
}

/* Takes @n bytes that were read. */
static int take(struct follow *f, size_t n)
{
	const uint64_t events = importer_stats(f->im)->events;
	int err;

	if (!has_events(f)) {
		/* Should the first event be among them. */
		f->base_ns = f->end_ns;
		watch(f);
	}
	err = importer_feed(f->im, f->piece, n);
	if (importer_stats(f->im)->events != events)
		note_events(f);
	return err ? fail(f, err) : 1;
}

/* A file that is shorter than what was read of it is another one. */
static void rewind_if_cut(struct follow *f)
{
	struct stat st;

	if (!fstat(f->file, &st) && st.st_size < f->at)
		f->at = lseek(f->file, 0, SEEK_SET);
}

static int read_piece(struct follow *f)
{
	const bool first = !importer_stats(f->im)->lines && !f->at;
	ssize_t n = read(f->file, f->piece, PIECE);

	if (n < 0)
		return errno == EINTR || errno == EAGAIN ? 1 : fail(f, -errno);
	f->source.fd = f->file;
	if (!n && !f->grows)
		return end(f);
	if (!n) {
		f->source.fd = -1;
		return 1;
	}
	if (first && import_refuses(f->source.name, f->piece, (size_t)n,
				    "scmi-top --follow -"))
		return -EINVAL;
	f->at += n;
	return take(f, (size_t)n);
}

static int follow_read(struct top_source *s)
{
	struct follow *f = (struct follow *)s;

	return f->over ? 0 : read_piece(f);
}

/* Processes what has come, and ends what has ended, or is to be @cut. */
static int settle(struct follow *f, bool cut)
{
	const uint64_t now = now_ns(f);
	const uint64_t settled = now < HOLD_NS ? 0 : now - HOLD_NS;
	int err = 0;

	watch(f);
	if (settled > f->base_ns)
		err = importer_advance(f->im, settled - f->base_ns);
	if (!err)
		err = give_intervals(f, settled);
	/* Some may have been processed, for there were many. */
	if (!err && cut)
		err = cut_interval(f, settled > f->end_ns ? settled
							  : f->end_ns + 1);
	watch(f);
	return err;
}

/* Reads what a file has gained; returns as look(). */
static int read_more(struct follow *f)
{
	if (f->over)
		return 0;
	if (f->source.fd >= 0)
		return 1;
	rewind_if_cut(f);
	return read_piece(f);
}

static int look(struct follow *f, bool cut)
{
	const int more = read_more(f);
	int err;

	if (more <= 0)
		return more;
	err = settle(f, cut);
	return err ? fail(f, err) : 1;
}

static int follow_refresh(struct top_source *s)
{
	return look((struct follow *)s, false);
}

static int follow_flush(struct top_source *s)
{
	return look((struct follow *)s, true);
}

static int follow_profile(struct top_source *s, struct profile *p)
{
	struct follow *f = (struct follow *)s;
	int err = importer_read(f->im, p);

	return err ? fail(f, err) : 0;
}

static void follow_close(struct top_source *s)
{
	struct follow *f = (struct follow *)s;

	importer_free(f->im);
	timeline_free(&f->timeline);
	profile_free(&f->profile);
	if (f->file > STDERR_FILENO)
		close(f->file);
	free(f);
}

/* Returns 0 or -errno, reported. */
static int open_file(struct follow *f)
{
	const char *path = f->source.name;
	struct stat st;

	f->file = STDIN_FILENO;
	/* A pipe without a writer is waited for with its fd, not here. */
	if (strcmp(path, "-"))
		f->file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (f->file < 0 || fstat(f->file, &st)) {
		int err = -errno;

		diag_error("open '%s': %s", path, strerror(errno));
		return err;
	}
	if (S_ISDIR(st.st_mode)) {
		diag_error("'%s' is a folder", path);
		return -EISDIR;
	}
	f->grows = S_ISREG(st.st_mode) && f->file != STDIN_FILENO;
	f->source.fd = f->file;
	return 0;
}

static int start_import(struct follow *f)
{
	struct run *run;

	profile_init(&f->profile);
	f->im = importer_new(&f->profile);
	if (!f->im || timeline_init(&f->timeline, 0, IMPORT_SERIES_MAX))
		return -ENOMEM;
	run = &f->profile.runs[0];
	run->command = strdup(f->source.name);
	run->tool = strdup("scmi-perf " SCMI_PERF_VERSION);
	f->source.run = run;
	return run->command && run->tool ? 0 : -ENOMEM;
}

struct top_source *top_follow_open(struct top_model *m, const char *path,
				   uint64_t step_ns)
{
	struct follow *f = calloc(1, sizeof(*f));

	if (!f) {
		diag_error("out of memory");
		return NULL;
	}
	f->open_ns = monotonic_ns();
	f->source = (struct top_source){
		.refresh = follow_refresh,
		.flush = follow_flush,
		.read = follow_read,
		.profile = follow_profile,
		.close = follow_close,
		.model = m,
		.name = path,
		.step_ns = step_ns,
	};
	if (open_file(f))
		goto fail;
	if (start_import(f)) {
		diag_error("out of memory");
		goto fail;
	}
	return &f->source;
fail:
	follow_close(&f->source);
	return NULL;
}
