// SPDX-License-Identifier: GPL-2.0-only
#include "log_part.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "alloc.h"
#include "importer_state.h"

#define BUFFER (4 * (IMPORT_LINE_MAX + 1))

static void push(void *ctx, const struct ftrace_event *ev, uint64_t number,
		 const char *line, size_t len)
{
	struct log_part *p = ctx;
	struct part_event *e;

	/* The lines after it are of the same log. */
	if (ev->kind == FTRACE_HEADER)
		return;
	array_reserve(p->queue, p->n, p->capacity);
	e = &p->queue[p->n++];
	e->event = *ev;
	if (ev->kind != FTRACE_LOST &&
	    (ev->kind != FTRACE_KERNEL || ev->has_time))
		p->time_ns = ev->time_ns;
	e->time_ns = p->time_ns;
	e->number = number;
	e->len = len < sizeof(e->text) ? len : sizeof(e->text);
	memcpy(e->text, line, e->len);
}

static void push_unread(void *ctx, enum unread_cause cause, uint64_t number,
			const char *line, size_t len)
{
	const struct log_part *p = ctx;

	if (p->im)
		importer_add_unread(p->im, cause, number, line, len);
}

struct log_part *log_part_open(int fd, struct log_range range,
			       struct importer *im)
{
	struct log_part *p = xcalloc(1, sizeof(*p));

	p->im = im;
	p->fd = fd;
	p->at = range.start.at;
	p->end = range.end;
	p->number = range.start.line;
	p->before = p->after = range.start;
	p->buf = xmalloc(BUFFER);
	p->joiner.event = push;
	p->joiner.unread = push_unread;
	p->joiner.ctx = p;
	return p;
}

/* Reads more text behind that in the buffer. Returns false at the end. */
static bool fill(struct log_part *p)
{
	size_t size;
	ssize_t n;

	memmove(p->buf, p->buf + p->start, p->len);
	p->start = 0;
	size = BUFFER - p->len;
	if (p->end - p->at < (off_t)size)
		size = (size_t)(p->end - p->at);
	if (!size)
		return false;
	do
		n = pread(p->fd, p->buf + p->len, size, p->at);
	while (n < 0 && errno == EINTR);
	if (n <= 0)
		return false;
	p->len += (size_t)n;
	p->at += n;
	return true;
}

/* Adds a line. Returns true if there are more events than before. */
static bool add_line(struct log_part *p, const char *line, size_t len)
{
	struct ftrace_event ev;
	const size_t before = p->n;

	p->lines++;
	p->number++;
	import_line_parse(line, len, &ev);
	switch (ev.kind) {
	case FTRACE_NONE:
		break;
	case FTRACE_OTHER:
		p->other_events++;
		break;
	case FTRACE_TEXT:
	case FTRACE_UNPARSED:
		line_joiner_text(&p->joiner, ev.kind, p->number, line, len);
		break;
	default:
		line_joiner_event(&p->joiner, &ev, p->number, line, len);
		break;
	}
	return p->n > before;
}

/* Adds the next line. Returns false at the end. */
static bool read_line(struct log_part *p)
{
	const char *newline;
	bool events;
	size_t len;

	while (!(newline = memchr(p->buf + p->start, '\n', p->len)) &&
	       p->len < BUFFER && fill(p))
		;
	if (!p->len)
		return false;
	len = newline ? (size_t)(newline - p->buf) - p->start : p->len;
	if (!newline && p->len < BUFFER)
		line_joiner_last(&p->joiner);
	events = add_line(p, p->buf + p->start, len);
	len += newline != NULL;
	p->start += len;
	p->len -= len;
	if (events) {
		p->before = p->after;
		p->after =
			(struct log_position){p->at - (off_t)p->len, p->number};
	}
	return true;
}

const struct part_event *log_part_head(struct log_part *p)
{
	while (p->first == p->n && !p->ended) {
		p->first = p->n = 0;
		if (!read_line(p)) {
			line_joiner_end(&p->joiner);
			p->ended = true;
		}
	}
	return p->first < p->n ? &p->queue[p->first] : NULL;
}

void log_part_next(struct log_part *p)
{
	p->first++;
}

void log_part_close(struct log_part *p)
{
	if (p->im) {
		p->im->stats.lines += p->lines;
		p->im->stats.other_events += p->other_events;
	}
	free(p->buf);
	free(p->queue);
	free(p);
}
