// SPDX-License-Identifier: GPL-2.0-only
/*
 * Intervals follow the time stamps of the log, so that a log gives the same
 * intervals at any speed of reading. While no event arrives, the time advances
 * with the monotonic clock from the last event.
 */
#include "source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "alloc.h"
#include "clock.h"
#include "diag.h"
#include "import.h"
#include "import_interval.h"
#include "import_messages.h"
#include "log_recode.h"

/* Events are delayed by up to this time, so that late ones can be sorted in. */
#define HOLD_NS 250000000u

#define PIECE 65536
#define TAIL  64

struct follow {
	struct top_source source; /* must be first */
	struct profile profile;
	struct importer *im;
	struct import_intervals intervals;
	int file;
	bool grows; /* a regular file: more may come after its end */
	bool over;
	off_t at;	 /* position in a regular file */
	char tail[TAIL]; /* the last bytes before it */
	size_t tail_len;
	struct log_recode recode;
	uint64_t open_ns, read_ns; /* CLOCK_MONOTONIC; of the last event */
	/* The log's time 0 in the source's time, which starts at open_ns. */
	uint64_t base_ns;
	uint64_t end_ns; /* of the last interval, source's time */
	char piece[PIECE];
};

/* Converts a time of the log to the source's. */
static uint64_t source_time(const struct follow *f, uint64_t log_ns)
{
	return sum_of(f->base_ns, log_ns);
}

static bool has_events(const struct follow *f)
{
	return importer_stats(f->im)->events != 0;
}

/* Adds an interval without on_interval(). Returns 0 or -ERANGE. */
static int add_interval_silently(struct follow *f, uint64_t end_ns)
{
	const int err = import_interval_add(&f->intervals, f->source.model,
					    f->base_ns, end_ns);

	if (!err)
		f->end_ns = end_ns;
	return err;
}

static int add_interval(struct follow *f, uint64_t end_ns)
{
	const int err = add_interval_silently(f, end_ns);

	if (!err && f->source.on_interval)
		f->source.on_interval(f->source.ctx);
	return err;
}

/*
 * Adds the interval that has ended at @now_ns, source's time. If several steps
 * have passed, adds an empty interval up to the last of them.
 */
static int add_intervals(struct follow *f, uint64_t now_ns)
{
	const uint64_t step = f->source.step_ns, begin = f->end_ns;
	const uint64_t steps = now_ns > begin ? (now_ns - begin) / step : 0;
	int err = steps ? add_interval(f, begin + step) : 0;

	return !err && steps > 1 ? add_interval(f, begin + steps * step) : err;
}

static int reached(void *ctx, uint64_t time_ns);

/* Asks for reached() after the open interval, which includes its end. */
static void watch(struct follow *f)
{
	importer_watch(f->im, f->end_ns + f->source.step_ns - f->base_ns + 1,
		       reached, f);
}

static int reached(void *ctx, uint64_t time_ns)
{
	struct follow *f = ctx;
	int err = add_intervals(f, source_time(f, time_ns - 1));

	watch(f);
	return err;
}

static int fail(struct follow *f, int err)
{
	diag_error("follow '%s': %s", f->source.name, strerror(-err));
	return err;
}

/* The current time of the source, estimated from the last event. */
static uint64_t now_ns(const struct follow *f)
{
	const uint64_t now = monotonic_ns();

	if (!has_events(f))
		return now - f->open_ns;
	return source_time(f, importer_time(f->im) + (now - f->read_ns));
}

/*
 * To be called after events were read. If a log continues at a time that earlier
 * intervals already covered, it is shifted, because time must not go back.
 */
static void note_events(struct follow *f)
{
	const uint64_t last_ns = source_time(f, importer_time(f->im));

	f->read_ns = monotonic_ns();
	if (last_ns < f->end_ns)
		f->base_ns += f->end_ns - last_ns;
	watch(f);
}

/* Handles the end of the log. */
static int end_log(struct follow *f)
{
	const uint64_t events = importer_stats(f->im)->events;
	uint64_t last_ns;
	int err;

	f->over = true;
	f->source.fd = -1;
	err = importer_end(f->im);
	/* The importer may have waited for the rest of an event. */
	if (importer_stats(f->im)->events != events)
		note_events(f);
	if (!err && !has_events(f)) {
		import_report_empty(f->source.name, &f->profile,
				    importer_stats(f->im));
		return -ENODATA;
	}
	/* The last interval, including transfers that were given up. */
	last_ns = source_time(f, importer_time(f->im));
	if (last_ns <= f->end_ns)
		last_ns = now_ns(f);
	if (last_ns <= f->end_ns)
		last_ns = f->end_ns + 1;
	if (!err)
		err = add_interval(f, last_ns);
	return err ? fail(f, err) : 0;
}

/* Parses @n bytes of f->piece. */
static int parse_piece(struct follow *f, size_t n)
{
	const uint64_t events = importer_stats(f->im)->events;
	int err;

	if (!has_events(f)) {
		/* In case the first event is among them. */
		f->base_ns = f->end_ns;
		watch(f);
	}
	err = importer_feed(f->im, f->piece, n);
	if (importer_stats(f->im)->events != events)
		note_events(f);
	return err ? fail(f, err) : 1;
}

/* Keeps the last bytes of the @n bytes of f->piece. */
static void keep_tail(struct follow *f, size_t n)
{
	const size_t add = n < TAIL ? n : TAIL, room = TAIL - add;
	const size_t keep = f->tail_len < room ? f->tail_len : room;

	memmove(f->tail, f->tail + f->tail_len - keep, keep);
	memcpy(f->tail + keep, f->piece + n - add, add);
	f->tail_len = keep + add;
	f->at += (off_t)n;
}

/* To be called when the next byte of the file does not follow the last one. */
static int restart(struct follow *f, const char *why)
{
	const bool cut = f->tail_len && f->tail[f->tail_len - 1] != '\n';

	diag_warning("the log '%s' %s from its start", f->source.name, why);
	f->source.fd = f->file;
	f->at = 0;
	f->tail_len = 0;
	*f->piece = '\n';
	return cut ? parse_piece(f, 1) : 1;
}

/* The file may have become longer again: then other bytes are before f->at. */
static bool is_truncated(const struct follow *f)
{
	char now[TAIL];
	const ssize_t n =
		pread(f->file, now, f->tail_len, f->at - (off_t)f->tail_len);

	return n >= 0 && ((size_t)n < f->tail_len || memcmp(now, f->tail, n));
}

static int restart_if_truncated(struct follow *f)
{
	if (!f->grows || !is_truncated(f))
		return 1;
	lseek(f->file, 0, SEEK_SET);
	return restart(f, "was truncated: reading it");
}

/* Opens the file that now has the name of the log, if it is another one. */
static int restart_if_replaced(struct follow *f)
{
	struct stat old, named;
	int file;

	if (!f->grows || fstat(f->file, &old) || stat(f->source.name, &named) ||
	    !S_ISREG(named.st_mode) ||
	    (old.st_dev == named.st_dev && old.st_ino == named.st_ino))
		return 1;
	file = open(f->source.name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (file < 0)
		return 1;
	close(f->file);
	f->file = file;
	return restart(f, "was replaced: reading the new one");
}

/*
 * Recodes @n bytes of f->piece, after the tail was kept; @starts: they are the first
 * of the file. Returns their new number. A line that is not complete yet can have a
 * CR alone, so no log of lines with CR is recognised.
 */
static size_t recode(struct follow *f, size_t n, bool starts)
{
	if (starts)
		log_recode_start(&f->recode, f->piece, n);
	if (f->recode.code == LOG_CODE_CR)
		f->recode.code = LOG_CODE_PLAIN;
	return log_recode_run(&f->recode, f->piece, n);
}

static int read_piece(struct follow *f)
{
	const bool first = !importer_stats(f->im)->lines && !f->at;
	const int more = restart_if_truncated(f);
	const bool starts = !f->at;
	size_t len;
	ssize_t n;

	if (more < 0)
		return more;
	n = read(f->file, f->piece, PIECE);
	if (n < 0)
		return errno == EINTR || errno == EAGAIN ? 1 : fail(f, -errno);
	f->source.fd = f->file;
	if (!n && !f->grows)
		return end_log(f);
	if (!n) {
		f->source.fd = -1;
		return 1;
	}
	keep_tail(f, (size_t)n);
	len = recode(f, (size_t)n, starts);
	if (first && import_rejects(f->source.name, f->piece, len,
				    "scmi-top --follow -"))
		return -EINVAL;
	return parse_piece(f, len);
}

static int follow_read(struct top_source *s)
{
	struct follow *f = (struct follow *)s;

	return f->over ? 0 : read_piece(f);
}

/* Adds the intervals that have ended, and with @flush the open one, too. */
static int add_ended(struct follow *f, bool flush)
{
	const uint64_t now = now_ns(f);
	const uint64_t settled = now < HOLD_NS ? 0 : now - HOLD_NS;
	int err = 0;

	watch(f);
	if (settled > f->base_ns)
		err = importer_advance(f->im, settled - f->base_ns);
	if (!err)
		err = add_intervals(f, settled);
	/* If the importer's buffer was full, end_ns may be later than settled. */
	if (!err && flush)
		err = add_interval_silently(
			f, settled > f->end_ns ? settled : f->end_ns + 1);
	watch(f);
	return err;
}

/* Reads new text at the end of a file. Returns as refresh(). */
static int read_more(struct follow *f)
{
	int more;

	if (f->over)
		return 0;
	if (f->source.fd >= 0)
		return 1;
	/* The end of the old file comes before the new one. */
	more = read_piece(f);
	if (more > 0 && f->source.fd < 0)
		more = restart_if_replaced(f);
	return more;
}

static int refresh_log(struct follow *f, bool flush)
{
	const int more = read_more(f);
	int err;

	if (more <= 0)
		return more;
	err = add_ended(f, flush);
	return err ? fail(f, err) : 1;
}

static int follow_refresh(struct top_source *s)
{
	return refresh_log((struct follow *)s, false);
}

static int follow_flush(struct top_source *s)
{
	return refresh_log((struct follow *)s, true);
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
	import_intervals_free(&f->intervals);
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
	/* O_NONBLOCK: do not wait for the writer of a pipe here. */
	if (strcmp(path, "-"))
		f->file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (f->file < 0 || fstat(f->file, &st)) {
		int err = -errno;

		diag_error("open '%s': %s", path, strerror(errno));
		return err;
	}
	if (S_ISDIR(st.st_mode)) {
		diag_error("'%s' is a directory", path);
		return -EISDIR;
	}
	f->grows = S_ISREG(st.st_mode) && f->file != STDIN_FILENO;
	f->source.fd = f->file;
	return 0;
}

static void start_import(struct follow *f)
{
	struct run *run;

	f->im = importer_new(&f->profile);
	if (!f->source.model->lacks[TOP_BY_RESOURCE])
		importer_by_resource(f->im);
	if (f->source.model->trace)
		importer_trace(f->im, f->source.model->trace,
			       f->source.model->trace_ctx);
	import_intervals_start(&f->intervals, f->im, &f->profile,
			       f->source.model);
	run = &f->profile.runs[0];
	run->command = xstrdup(f->source.name);
	run->tool = xstrdup("scmi-perf " SCMI_PERF_VERSION);
	f->source.run = run;
}

struct top_source *top_follow_open(struct top_model *m, const char *path,
				   uint64_t step_ns)
{
	struct follow *f = xcalloc(1, sizeof(*f));

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
	if (open_file(f)) {
		follow_close(&f->source);
		return NULL;
	}
	start_import(f);
	return &f->source;
}
