// SPDX-License-Identifier: GPL-2.0-only
#include "import.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "import_events.h"

/* One log; a file may hold several. */
struct log {
	bool begun; /* it has events: the times are valid */
	uint64_t first_ns, last_ns;
	uint64_t processed_ns; /* up to here the window has been emptied */
};

struct importer {
	struct profile *profile;
	struct run *run;
	struct import_stats stats;
	struct log log;
	unsigned int kinds_seen; /* bits of enum ftrace_kind */
	uint8_t decimals;	 /* fewest of all time stamps; 0: none yet */

	/* Events sorted by time, a ring: @n of them from @oldest on. */
	struct ftrace_event window[IMPORT_WINDOW];
	unsigned int oldest, n;

	struct import_events events;
	bool ended;

	uint64_t watch_ns;			     /* importer_watch() */
	int (*reached)(void *ctx, uint64_t time_ns); /* or NULL */
	void *reached_ctx;

	/* Head of a line that began in an earlier call, and its length. */
	char line[IMPORT_LINE_MAX];
	size_t line_len;
};

struct importer *importer_new(struct profile *p)
{
	struct importer *im = calloc(1, sizeof(*im));

	if (!im)
		return NULL;
	im->profile = im->events.profile = p;
	im->run = profile_add_run(p);
	if (!im->run) {
		free(im);
		return NULL;
	}
	im->run->source = SOURCE_FTRACE;
	return im;
}

void importer_free(struct importer *im)
{
	free(im);
}

const struct import_stats *importer_stats(const struct importer *im)
{
	return &im->stats;
}

/* A time of the current log, as the profile has it. */
static uint64_t profile_time(const struct importer *im, uint64_t time_ns)
{
	return im->run->duration_ns +
	       (time_ns > im->log.first_ns ? time_ns - im->log.first_ns : 0);
}

uint64_t importer_time(const struct importer *im)
{
	return profile_time(im, im->log.last_ns);
}

void importer_watch(struct importer *im, uint64_t at_ns,
		    int (*reached)(void *ctx, uint64_t time_ns), void *ctx)
{
	im->watch_ns = at_ns;
	im->reached = reached;
	im->reached_ctx = ctx;
}

static int tell_watcher(struct importer *im, uint64_t now_ns)
{
	int (*reached)(void *, uint64_t) = im->reached;

	im->reached = NULL;
	return reached(im->reached_ctx, now_ns);
}

/* Feeds one event to the state machine. */
static int process(struct importer *im, const struct ftrace_event *ev)
{
	const uint64_t now_ns = profile_time(im, ev->time_ns);

	if (im->reached && now_ns >= im->watch_ns) {
		int err = tell_watcher(im, now_ns);

		if (err)
			return err;
	}
	if (ev->time_ns < im->log.processed_ns)
		im->stats.out_of_order++;
	else
		im->log.processed_ns = ev->time_ns;
	im->events.first_ns = im->log.first_ns;
	im->events.earlier_ns = im->run->duration_ns;
	import_events_apply(&im->events, ev);
	return 0;
}

static struct ftrace_event *window_at(struct importer *im, unsigned int i)
{
	return &im->window[(im->oldest + i) % IMPORT_WINDOW];
}

static int process_oldest(struct importer *im)
{
	const struct ftrace_event *ev = window_at(im, 0);

	im->oldest = (im->oldest + 1) % IMPORT_WINDOW;
	im->n--;
	return process(im, ev);
}

/* Sorts an event into the window, and processes what falls out of it. */
static int enqueue(struct importer *im, const struct ftrace_event *ev)
{
	unsigned int i;
	int err = 0;

	if (im->n == IMPORT_WINDOW) {
		if (ev->time_ns < window_at(im, 0)->time_ns)
			return process(im, ev);
		err = process_oldest(im);
	}
	for (i = im->n++; i && window_at(im, i - 1)->time_ns > ev->time_ns; i--)
		*window_at(im, i) = *window_at(im, i - 1);
	*window_at(im, i) = *ev;
	return err;
}

int importer_advance(struct importer *im, uint64_t until_ns)
{
	int err = 0;

	while (im->n && !err &&
	       profile_time(im, window_at(im, 0)->time_ns) <= until_ns)
		err = process_oldest(im);
	return err;
}

static int end_log(struct importer *im)
{
	int err = importer_advance(im, UINT64_MAX);

	import_events_end(&im->events, im->log.last_ns);
	im->run->duration_ns += im->log.last_ns - im->log.first_ns;
	memset(&im->log, 0, sizeof(im->log));
	return err;
}

/* An event that is of use. */
static int take_event(struct importer *im, const struct ftrace_event *ev)
{
	struct log *log = &im->log;
	int err = 0;

	im->stats.events++;
	im->kinds_seen |= 1u << ev->kind;
	if (!im->decimals || ev->decimals < im->decimals)
		im->decimals = ev->decimals;
	if (log->begun && ev->time_ns + IMPORT_STEP_NS <= log->last_ns)
		err = end_log(im);
	if (!log->begun) {
		log->begun = true;
		log->first_ns = log->last_ns = ev->time_ns;
		im->stats.logs++;
	}
	if (ev->time_ns > log->last_ns)
		log->last_ns = ev->time_ns;
	if (ev->time_ns < log->first_ns)
		log->first_ns = ev->time_ns;
	return err ? err : enqueue(im, ev);
}

/* The tracer dropped events: it matters to what is in flight at this point. */
static int take_lost(struct importer *im, const struct ftrace_event *ev)
{
	struct ftrace_event here = *ev;

	im->profile->lost[LOST_TRACE_EVENTS] += ev->lost;
	if (!im->log.begun)
		return 0;
	here.time_ns = im->log.last_ns;
	return enqueue(im, &here);
}

static void take_unparsed(struct importer *im, uint64_t number,
			  const char *line, size_t len)
{
	struct import_sample *s = &im->stats.sample[im->stats.n_samples];

	im->profile->unparsed_lines++;
	if (im->stats.n_samples == IMPORT_SAMPLES)
		return;
	im->stats.n_samples++;
	s->line = number;
	for (size_t i = 0; i < len && i < IMPORT_SAMPLE_LEN; i++)
		s->text[i] = line[i] ? line[i] : ' ';
}

/* Parses a line of @len bytes, of which the first IMPORT_LINE_MAX are read. */
static enum ftrace_kind parse_line(const char *line, size_t len,
				   struct ftrace_event *ev)
{
	if (len <= IMPORT_LINE_MAX)
		return ftrace_line_parse(line, len, ev);
	switch (ftrace_line_parse(line, IMPORT_LINE_MAX, ev)) {
	case FTRACE_BEGIN:
	case FTRACE_WAIT:
	case FTRACE_RX_DONE:
	case FTRACE_END:
	case FTRACE_BAD:
	case FTRACE_FAST_CALL:
		ev->kind = FTRACE_UNPARSED;
		break;
	default:
		break;
	}
	return ev->kind;
}

/* Takes what line @number holds; its @len bytes are for a sample only. */
static int take_parsed(struct importer *im, const struct ftrace_event *ev,
		       uint64_t number, const char *line, size_t len)
{
	switch (ev->kind) {
	case FTRACE_NONE:
		return 0;
	case FTRACE_OTHER:
		im->stats.other_events++;
		return 0;
	case FTRACE_UNPARSED:
		take_unparsed(im, number, line, len);
		return 0;
	case FTRACE_HEADER:
		return im->log.begun ? end_log(im) : 0;
	case FTRACE_LOST:
		return take_lost(im, ev);
	default:
		return take_event(im, ev);
	}
}

/* Takes a line whose first IMPORT_LINE_MAX bytes, if so many, are at @line. */
static int take_line(struct importer *im, const char *line, size_t len)
{
	struct ftrace_event ev;

	im->stats.lines++;
	if (parse_line(line, len, &ev) == FTRACE_NONE)
		return 0;
	return take_parsed(im, &ev, im->stats.lines, line, len);
}

/* Room for one more line of interest; NULL: -ENOMEM. */
static struct import_line *add_line(struct import_lines *lines)
{
	if (lines->n == lines->capacity) {
		size_t capacity = lines->capacity ? 2 * lines->capacity : 1024;
		struct import_line *line =
			reallocarray(lines->line, capacity, sizeof(*line));

		if (!line)
			return NULL;
		lines->line = line;
		lines->capacity = capacity;
	}
	return &lines->line[lines->n];
}

int import_lines_parse(struct import_lines *lines, const char *text, size_t len)
{
	const char *const end = text + len;
	const char *stop;

	lines->text = text;
	lines->len = len;
	lines->lines = lines->other_events = lines->n = 0;
	for (const char *p = text; p < end; p = stop + 1) {
		struct import_line *line = add_line(lines);

		if (!line)
			return -ENOMEM;
		stop = memchr(p, '\n', (size_t)(end - p));
		lines->lines++;
		switch (parse_line(p, (size_t)(stop - p), &line->event)) {
		case FTRACE_NONE:
			break;
		case FTRACE_OTHER:
			lines->other_events++;
			break;
		default:
			line->number = (uint32_t)lines->lines;
			line->start = (uint32_t)(p - text);
			lines->n++;
			break;
		}
	}
	return 0;
}

void import_lines_free(struct import_lines *lines)
{
	free(lines->line);
	*lines = (struct import_lines){0};
}

int importer_take_lines(struct importer *im, const struct import_lines *lines)
{
	int err = 0;

	for (size_t i = 0; i < lines->n && !err; i++) {
		const struct import_line *line = &lines->line[i];
		const char *text = lines->text + line->start;
		size_t len = 0;

		if (line->event.kind == FTRACE_UNPARSED)
			len = (size_t)((const char *)memchr(
					       text, '\n',
					       lines->len - line->start) -
				       text);
		err = take_parsed(im, &line->event,
				  im->stats.lines + line->number, text, len);
	}
	im->stats.lines += lines->lines;
	im->stats.other_events += lines->other_events;
	return err;
}

/* Keeps the head of a line whose end has not come yet. */
static void keep_part(struct importer *im, const char *data, size_t len)
{
	if (im->line_len < sizeof(im->line)) {
		size_t room = sizeof(im->line) - im->line_len;

		memcpy(im->line + im->line_len, data, len < room ? len : room);
	}
	im->line_len += len;
}

static int take_kept(struct importer *im)
{
	size_t len = im->line_len;

	im->line_len = 0;
	return take_line(im, im->line, len);
}

int importer_feed(struct importer *im, const char *data, size_t len)
{
	const char *const end = data + len;
	int err = 0;

	while (data < end && !err) {
		const char *newline = memchr(data, '\n', (size_t)(end - data));
		const char *stop = newline ? newline : end;

		if (newline && !im->line_len) {
			err = take_line(im, data, (size_t)(stop - data));
		} else {
			keep_part(im, data, (size_t)(stop - data));
			if (newline)
				err = take_kept(im);
		}
		data = stop + 1;
	}
	return err;
}

/* What is known of a run only when it has been read. */
static int describe_run(const struct importer *im, struct run *run)
{
	static const struct {
		enum ftrace_kind kind;
		const char *name;
	} hooks[] = {
		{FTRACE_BEGIN, "scmi_xfer_begin"},
		{FTRACE_WAIT, "scmi_xfer_response_wait"},
		{FTRACE_RX_DONE, "scmi_rx_done"},
		{FTRACE_END, "scmi_xfer_end"},
	};
	int err = 0;

	for (size_t i = 0; i < sizeof(hooks) / sizeof(hooks[0]) && !err; i++)
		err = run_add_hook(run, hooks[i].name,
				   im->kinds_seen & (1u << hooks[i].kind)
					   ? "ftrace"
					   : "none");
	run->resolution_ns = 1;
	for (int i = im->decimals ? im->decimals : 9; i < 9; i++)
		run->resolution_ns *= 10;
	return err;
}

int importer_end(struct importer *im)
{
	int err = 0;

	if (im->line_len)
		err = take_kept(im);
	if (!err && im->log.begun)
		err = end_log(im);
	if (!err)
		err = describe_run(im, im->run);
	im->ended = true;
	return err;
}

int importer_finish(struct importer *im)
{
	int err = importer_end(im);

	profile_sort(im->profile);
	return err;
}

int importer_read(struct importer *im, struct profile *p)
{
	int err = importer_advance(im, UINT64_MAX);

	if (!err)
		err = profile_merge(p, im->profile);
	if (err || im->ended)
		return err;
	import_events_expire(&im->events, im->log.last_ns, p);
	p->runs[0].duration_ns = importer_time(im);
	return describe_run(im, &p->runs[0]);
}
