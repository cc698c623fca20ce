// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "ftrace_span.h"
#include "importer_state.h"
#include "line_search.h"
#include "tracer_remark.h"

#define STAMPS	     1000 /* of the head that are compared */
#define REVERSED_MIN 4	  /* steps back */
#define BACK_EACH    8 /* of a clock, fewer than one of these steps goes back */

enum ftrace_kind import_line_parse(const char *line, size_t len,
				   struct ftrace_event *ev)
{
	const bool cut = len > IMPORT_LINE_MAX;
	enum ftrace_kind kind =
		ftrace_line_parse(line, cut ? IMPORT_LINE_MAX : len, ev);

	if (cut && kind >= FTRACE_BEGIN && kind <= FTRACE_FAST_CALL)
		ev->kind = FTRACE_UNPARSED;
	return ev->kind;
}

static inline void pass_event(void *ctx, const struct ftrace_event *ev,
			      uint64_t number, const char *line, size_t len)
{
	struct importer *im = ctx;

	if (ev->kind == FTRACE_HEADER &&
	    tracer_is_base64((struct span){line, line + len})) {
		im->stats.base64++;
		return;
	}
	importer_note_line(im, ev, line, len);
	importer_add_event(im, ev, number, line, len);
}

/* Adds the result of import_line_parse() for line @number. */
static void add_parsed(struct importer *im, const struct ftrace_event *ev,
		       uint64_t number, const char *line, size_t len)
{
	switch (ev->kind) {
	case FTRACE_NONE:
		break;
	case FTRACE_OTHER:
		im->stats.other_events++;
		break;
	case FTRACE_TEXT:
	case FTRACE_UNPARSED:
		line_joiner_text(&im->joiner, ev->kind, number, line, len);
		break;
	default:
		if (line_joiner_is_idle(&im->joiner, len))
			pass_event(im, ev, number, line, len);
		else
			line_joiner_event(&im->joiner, ev, number, line, len);
		break;
	}
}

/* Adds a record of a recording, which is not a part of one. */
static void add_record(struct importer *im, const struct ftrace_event *ev,
		       uint64_t number, const char *text, size_t len)
{
	if (ev->kind != FTRACE_UNPARSED) {
		importer_add_event(im, ev, number, text, len);
		return;
	}
	/* One line can be that of several records, of which ev->lost are not shown. */
	importer_add_unread(im, UNREAD_FORMAT, number, text, len);
	im->stats.unread[UNREAD_FORMAT] += ev->lost;
	sum_add(&im->profile->unparsed_lines, ev->lost);
}

static void add_line(struct importer *im, const char *line, size_t len)
{
	struct ftrace_event ev;

	im->stats.lines++;
	import_line_parse(line, len, &ev);
	if (im->deltas && ev.has_time) {
		im->clock_ns = sum_of(im->clock_ns, ev.time_ns);
		ev.time_ns = im->clock_ns;
	}
	if (ev.kind != FTRACE_NONE)
		add_parsed(im, &ev, im->stats.lines, line, len);
}

/* The event of the next line to store, for which there is room. */
static struct ftrace_event *next_event(struct import_lines *lines)
{
	if (lines->n == lines->capacity)
		array_reserve(lines->line, lines->n, lines->capacity);
	return &lines->line[lines->n].event;
}

/* Stores the line of next_event() for importer_feed_lines(). */
static void store_line(struct import_lines *lines, struct span line,
		       uint64_t number)
{
	struct import_line *to = &lines->line[lines->n++];

	to->number = (uint32_t)number;
	to->start = (uint32_t)(line.p - lines->text);
	to->len = (uint32_t)(line.end - line.p);
}

/*
 * Plain text between the events of a piece. The joiner uses only lines near one
 * that line_joiner_starts(), or at an end of the piece: the next piece may start
 * with such a line.
 */
struct plain_text {
	struct span line[JOINER_LINES - 1]; /* the last ones, not yet stored */
	unsigned int n;
	uint64_t store_until; /* number of the last line to store */
};

static void store_plain(struct import_lines *lines, struct plain_text *plain)
{
	for (unsigned int i = 0; i < plain->n; i++) {
		next_event(lines)->kind = FTRACE_TEXT;
		store_line(lines, plain->line[i],
			   lines->lines - plain->n + i + 1);
	}
	plain->n = 0;
}

/* Adds line number lines->lines, of which import_line_parse() returned TEXT. */
static void add_plain(struct import_lines *lines, struct plain_text *plain,
		      struct span line)
{
	const bool starts =
		line_joiner_starts(line.p, (size_t)(line.end - line.p));

	if (plain->n == JOINER_LINES - 1) {
		memmove(plain->line, plain->line + 1,
			sizeof(plain->line) - sizeof(plain->line[0]));
		plain->n--;
	}
	plain->line[plain->n++] = line;
	if (starts)
		plain->store_until = lines->lines + JOINER_LINES - 1;
	if (lines->lines <= plain->store_until)
		store_plain(lines, plain);
}

void import_lines_parse(struct import_lines *lines, const char *text,
			size_t len)
{
	struct plain_text plain = {.store_until = JOINER_LINES - 1};
	struct span line = {text, text};

	lines->text = text;
	lines->lines = lines->other_events = lines->n = 0;
	for (; line.p < text + len; line.p = line.end + 1) {
		line.end = memchr(line.p, '\n', (size_t)(text + len - line.p));
		lines->lines++;
		switch (import_line_parse(line.p, (size_t)(line.end - line.p),
					  next_event(lines))) {
		case FTRACE_NONE:
			plain.n = 0;
			break;
		case FTRACE_TEXT:
			add_plain(lines, &plain, line);
			break;
		case FTRACE_OTHER:
			plain.n = 0;
			lines->other_events++;
			break;
		case FTRACE_UNPARSED:
			lines->lines--;
			store_plain(lines, &plain);
			lines->lines++;
			plain.store_until = lines->lines + JOINER_LINES - 1;
			next_event(lines)->kind = FTRACE_UNPARSED;
			store_line(lines, line, lines->lines);
			break;
		default:
			plain.n = 0;
			store_line(lines, line, lines->lines);
			break;
		}
	}
	store_plain(lines, &plain);
}

void import_lines_free(struct import_lines *lines)
{
	free(lines->line);
	*lines = (struct import_lines){0};
}

void importer_feed_lines(struct importer *im, const struct import_lines *lines)
{
	im->stats.records = lines->records;
	for (size_t i = 0; i < lines->n; i++) {
		const struct import_line *line = &lines->line[i];
		const uint64_t number = im->stats.lines + line->number;
		const char *text = lines->text + line->start;

		if (lines->records)
			add_record(im, &line->event, number, text, line->len);
		else
			add_parsed(im, &line->event, number, text, line->len);
	}
	im->stats.lines += lines->lines;
	im->stats.other_events += lines->other_events;
}

/* Stores the start of a line whose newline has not come yet. */
static void add_part(struct importer *im, const char *data, size_t len)
{
	const size_t space = sizeof(im->line) - im->line_len;

	if (len > space)
		len = space;
	memcpy(im->line + im->line_len, data, len);
	im->line_len += len;
}

static void add_stored_line(struct importer *im)
{
	size_t len = im->line_len;

	im->line_len = 0;
	add_line(im, im->line, len);
}

int importer_feed(struct importer *im, const char *data, size_t len)
{
	const char *const end = data + len;

	while (data < end && !im->err) {
		const char *newline = memchr(data, '\n', (size_t)(end - data));
		const char *stop = newline ? newline : end;

		if (newline && !im->line_len) {
			add_line(im, data, (size_t)(stop - data));
		} else {
			add_part(im, data, (size_t)(stop - data));
			if (newline)
				add_stored_line(im);
		}
		data = stop + 1;
	}
	return im->err;
}

static void pass_unread(void *ctx, enum unread_cause cause, uint64_t number,
			const char *line, size_t len)
{
	importer_add_unread(ctx, cause, number, line, len);
}

/* Steps from one time stamp to the next one at the start of a log. */
struct steps {
	unsigned int n, back, forward;
	uint64_t first_ns, last_ns;
};

static void add_step(struct steps *st, uint64_t time_ns)
{
	if (!st->n++)
		st->first_ns = st->last_ns = time_ns;
	st->back += time_ns < st->last_ns;
	st->forward += time_ns > st->last_ns;
	st->last_ns = time_ns;
}

/* Reads the time of a line in the form of tracers, or with @any in any other. */
static bool read_time(struct span line, bool any, uint64_t *time_ns)
{
	struct ftrace_event ev;
	enum unread_cause why;

	ftrace_line_parse(line.p, (size_t)(line.end - line.p), &ev);
	if (any && !ev.has_time)
		line_search(line, &ev, &why);
	*time_ns = ev.time_ns;
	return ev.has_time;
}

static struct steps steps_of(const char *head, size_t len, bool any)
{
	const char *const end = head + len;
	struct steps st = {0};
	const char *newline;

	for (; st.n < STAMPS && head < end &&
	       (newline = memchr(head, '\n', (size_t)(end - head)));
	     head = newline + 1) {
		uint64_t time_ns;

		if (read_time((struct span){head, newline}, any, &time_ns))
			add_step(&st, time_ns);
	}
	return st;
}

/*
 * Returns true if the time stamps in the first @len bytes of a log are the times
 * since the line before, such as those of perf script --deltatime: they start at 0
 * and step back too often for those of a clock.
 */
static bool has_delta_times(const char *head, size_t len)
{
	const struct steps st = steps_of(head, len, false);

	return !st.first_ns && st.back && st.back * BACK_EACH >= st.n;
}

/* Returns true if the latest line is the first one, as of tac or journalctl -r. */
static bool is_reversed(const char *head, size_t len)
{
	const struct steps st = steps_of(head, len, true);

	return st.back >= REVERSED_MIN && st.forward * BACK_EACH < st.back;
}

void importer_start(struct importer *im, const char *head, size_t len)
{
	im->order.whole = true;
	im->deltas = has_delta_times(head, len);
	im->stats.form = text_form_of(head, len);
	if (!im->deltas && is_reversed(head, len))
		im->stats.form = TEXT_FORM_REVERSED;
}

bool importer_is_serial(const struct importer *im)
{
	return im->deltas;
}

void importer_lines_init(struct importer *im)
{
	im->joiner.event = pass_event;
	im->joiner.unread = pass_unread;
	im->joiner.ctx = im;
}

void importer_lines_end(struct importer *im)
{
	if (im->line_len) {
		line_joiner_last(&im->joiner);
		add_stored_line(im);
	}
	line_joiner_end(&im->joiner);
}
