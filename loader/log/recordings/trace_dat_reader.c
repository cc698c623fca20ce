// SPDX-License-Identifier: GPL-2.0-only
#include "trace_dat_reader.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <trace-cmd.h>
#include <unistd.h>

#include "text.h"
#include "trace_dat.h"
#include "trace_dat_layout.h"

/* Maximum number of records of a batch, most of which are of other events. */
#define RECORDS_MAX  1000000
#define SAMPLE_BYTES (TRACE_DAT_TEXT / TRACE_DAT_LINES)

/* The longest text of a line. */
#define LINE_TEXT \
	(DAT_NAMES_TEXT > SAMPLE_BYTES ? DAT_NAMES_TEXT : SAMPLE_BYTES)

const bool trace_dat_supported = true;

struct reader {
	int out;
	bool closed;	  /* nobody reads @out */
	const char *only; /* name of the buffer to read, or NULL */
	struct dat_layout layout;

	/* Of the buffer that is read. */
	const char *buffer;
	bool announced; /* it has SCMI events */
	bool no_unit;	/* its clock does not count time */
	uint64_t last_ns;

	/* The next message. */
	struct trace_dat_message message;
	struct import_line line[TRACE_DAT_LINES];
	char text[TRACE_DAT_TEXT];
};

static void write_all(struct reader *r, const void *data, size_t len)
{
	const char *p = data;
	ssize_t n;

	while (len && !r->closed) {
		n = write(r->out, p, len);
		if (n > 0) {
			p += n;
			len -= (size_t)n;
		} else if (n < 0 && errno != EINTR) {
			r->closed = true;
		}
	}
}

/* Sends what was added as a message of @kind, and starts another. */
static void send_message(struct reader *r, enum trace_dat_kind kind)
{
	struct trace_dat_message *m = &r->message;

	m->kind = kind;
	write_all(r, m, sizeof(*m));
	write_all(r, r->line, m->n * sizeof(*r->line));
	write_all(r, r->text, m->text_len);
	*m = (struct trace_dat_message){0};
}

/* Sends a message that is only a text. */
static void send_text(struct reader *r, enum trace_dat_kind kind,
		      const char *text)
{
	const size_t all = strlen(text);
	const size_t len = all < TRACE_DAT_TEXT ? all : TRACE_DAT_TEXT;
	const struct trace_dat_message m = {.kind = kind,
					    .text_len = (uint32_t)len};

	write_all(r, &m, sizeof(m));
	write_all(r, text, len);
}

/* Sends the names of all buffers, in quotation marks. */
static void send_names(struct reader *r, struct tracecmd_input *file, int n)
{
	char names[1024] = "'" TRACE_DAT_TOP "'";

	for (int i = 0; i < n; i++)
		text_append(names, sizeof(names), ", '%s'",
			    tracecmd_buffer_instance_name(file, i));
	send_text(r, TRACE_DAT_NO_BUFFER, names);
}

/* The event of the next line of the message, for which there is room. */
static struct ftrace_event *next_event(struct reader *r)
{
	return &r->line[r->message.n].event;
}

/* Adds a line with next_event(). */
static void add_line(struct reader *r)
{
	struct import_line *line = &r->line[r->message.n++];

	line->number = (uint32_t)r->message.records;
	line->start = r->message.text_len;
	line->len = 0;
}

/* Adds the text of the last line, which is shown if the event is not used. */
static void describe(struct reader *r, struct tep_record *record)
{
	struct import_line *line = &r->line[r->message.n - 1];
	const int n = dat_describe(&r->layout, record, r->text + line->start,
				   SAMPLE_BYTES);

	line->len = n < SAMPLE_BYTES ? (uint32_t)n : SAMPLE_BYTES - 1;
	r->message.text_len += line->len;
}

/* Adds the payload of the last line if it has names of resources. */
static void add_names(struct reader *r, const struct tep_record *record)
{
	struct import_line *line = &r->line[r->message.n - 1];

	line->len = (uint32_t)dat_names_text(&r->layout, record, &line->event,
					     r->text + line->start);
	r->message.text_len += line->len;
}

/*
 * Exported by the library since version 1.0, but not in its header; an address of
 * NULL if another version does not have it.
 */
__attribute__((weak)) const char *
tracecmd_get_trace_clock(struct tracecmd_input *handle);

/* Returns the name of a buffer's clock; empty: unknown. */
static const char *clock_of(struct tracecmd_input *input)
{
	const char *clock = tracecmd_get_trace_clock
				    ? tracecmd_get_trace_clock(input)
				    : NULL;

	return clock ? clock : "";
}

/*
 * The tracer has dropped events before @record. Those before the first SCMI event
 * wait for it, in the message.
 */
static void add_lost(struct reader *r, const struct tep_record *record)
{
	const struct ftrace_event ev = dat_lost_before(record);

	if (r->message.n + 2 > TRACE_DAT_LINES) {
		r->line[r->message.n - 1].event.lost += ev.lost;
		return;
	}
	*next_event(r) = ev;
	add_line(r);
}

/* Adds the event that was decoded as next_event(). */
static void add_event(struct reader *r, struct tracecmd_input *input,
		      struct tep_record *record)
{
	const struct ftrace_event *ev = next_event(r);

	if (!r->announced) {
		r->announced = true;
		/* The times of this one are numbers without a unit. */
		r->no_unit = !strcmp(clock_of(input), "counter");
		send_text(r, TRACE_DAT_CLOCK, clock_of(input));
		send_text(r, TRACE_DAT_BUFFER, r->buffer);
	}
	add_line(r);
	if (ev->kind == FTRACE_UNPARSED ||
	    ev->time_ns > r->last_ns + IMPORT_PAUSE_NS)
		describe(r, record);
	else
		add_names(r, record);
	r->last_ns = ev->time_ns;
}

/*
 * Adds a record without a format. Those in a row become one line, and those before the
 * first SCMI event wait for it, in the message.
 */
static void add_unknown(struct reader *r, struct tep_record *record)
{
	const uint32_t n = r->message.n;

	if (n && (r->line[n - 1].event.kind == FTRACE_UNPARSED ||
		  n + 2 > TRACE_DAT_LINES)) {
		r->line[n - 1].event.lost++;
		return;
	}
	add_line(r);
	describe(r, record);
}

static int on_record(struct tracecmd_input *input, struct tep_record *record,
		     int cpu, void *ctx)
{
	struct reader *r = ctx;

	(void)cpu;
	r->message.records++;
	if (record->missed_events)
		add_lost(r, record);
	switch (dat_decode(&r->layout, record, next_event(r))) {
	case FTRACE_NONE:
		break;
	case FTRACE_OTHER:
		r->message.other_events++;
		break;
	case FTRACE_UNPARSED:
		if (!dat_is_known(&r->layout, record)) {
			add_unknown(r, record);
			break;
		}
		/* fall through */
	default:
		add_event(r, input, record);
		break;
	}
	if (r->announced && (r->message.n + 2 > TRACE_DAT_LINES ||
			     r->message.text_len + LINE_TEXT > TRACE_DAT_TEXT ||
			     r->message.records >= RECORDS_MAX))
		send_message(r, TRACE_DAT_EVENTS);
	return r->closed || r->no_unit;
}

/* Reads one buffer. Returns false, after a message, if that failed. */
static bool read_buffer(struct reader *r, struct tracecmd_input *input,
			const char *name)
{
	int err;

	r->buffer = name;
	r->announced = false;
	r->last_ns = 0;
	errno = 0;
	err = tracecmd_iterate_events(input, NULL, 0, on_record, r);
	if (err) {
		send_text(r, r->no_unit ? TRACE_DAT_NO_TIME : TRACE_DAT_DAMAGED,
			  name);
		return false;
	}
	/* The library takes a record without memory for the end of the data. */
	if (errno == ENOMEM) {
		send_text(r, TRACE_DAT_NO_MEMORY, name);
		return false;
	}
	/* Of a buffer without SCMI events only the number of records counts. */
	if (!r->announced)
		r->message.n = r->message.text_len = 0;
	send_message(r, TRACE_DAT_EVENTS);
	return true;
}

static bool read_instance(struct reader *r, struct tracecmd_input *file, int i)
{
	struct tracecmd_input *input = tracecmd_buffer_instance_handle(file, i);
	bool ok;

	if (!input) {
		send_text(r, TRACE_DAT_DAMAGED, "");
		return false;
	}
	ok = read_buffer(r, input, tracecmd_buffer_instance_name(file, i));
	tracecmd_close(input);
	return ok;
}

/* Reads all buffers, or the one that is wanted. Returns as read_buffer(). */
static bool read_buffers(struct reader *r, struct tracecmd_input *file)
{
	const int n = tracecmd_buffer_instances(file);
	bool found = !r->only, ok = true;

	if (!r->only || !strcmp(r->only, TRACE_DAT_TOP)) {
		found = true;
		ok = read_buffer(r, file, TRACE_DAT_TOP);
	}
	for (int i = 0; i < n && ok; i++) {
		const char *name = tracecmd_buffer_instance_name(file, i);

		if (r->only && strcmp(r->only, name))
			continue;
		found = true;
		ok = read_instance(r, file, i);
	}
	if (!found)
		send_names(r, file, n);
	return found && ok;
}

void trace_dat_read(int fd, const char *buffer, int out)
{
	/* Not allocated: this process cannot report that memory ran out. */
	static struct reader reader;
	struct reader *r = &reader;
	struct tracecmd_input *file;

	r->out = out;
	r->only = buffer;
	tracecmd_set_loglevel(TEP_LOG_NONE);
	tep_set_loglevel(TEP_LOG_NONE);
	/* Plugins are code from other folders, which only prints. */
	errno = 0;
	file = tracecmd_open_fd(fd, TRACECMD_FL_LOAD_NO_PLUGINS);
	/* Without memory, the library leaves events out that it cannot parse. */
	if (errno == ENOMEM) {
		send_text(r, TRACE_DAT_NO_MEMORY, "");
	} else if (!file) {
		send_text(r, TRACE_DAT_DAMAGED, "");
	} else if (!dat_layout_init(&r->layout, tracecmd_get_tep(file))) {
		send_text(r, TRACE_DAT_NO_MEMORY, "");
	} else {
		r->layout.complete = true;
		if (read_buffers(r, file))
			send_message(r, TRACE_DAT_DONE);
	}
	if (file)
		tracecmd_close(file);
}
