// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <stdlib.h>

#include "alloc.h"
#include "ftrace_span.h"
#include "importer_state.h"
#include "kernel_message.h"
#include "line_source.h"
#include "vendor_messages.h"

/* Notes the name of a file or machine from which there are events. */
static void note_source(struct import_stats *st, struct span name)
{
	size_t len = (size_t)(name.end - name.p);

	if (len > IMPORT_SOURCE_LEN)
		len = IMPORT_SOURCE_LEN;
	for (size_t i = 0; i < st->n_sources; i++)
		if (strlen(st->source[i]) == len &&
		    !memcmp(st->source[i], name.p, len))
			return;
	if (len && st->n_sources < IMPORT_SOURCES)
		memcpy(st->source[st->n_sources++], name.p, len);
}

/* Stores the name in "==> board1/trace.txt <==" for the events that follow. */
static void note_heading(struct importer *im, struct span line)
{
	const struct span name = line_heading(line);
	size_t len = (size_t)(name.end - name.p);

	/* The traces of several processors are one. */
	if (!len || memmem(name.p, len, "per_cpu/cpu", 11))
		return;
	if (len > IMPORT_SOURCE_LEN)
		len = IMPORT_SOURCE_LEN;
	memset(im->heading, 0, sizeof(im->heading));
	memcpy(im->heading, name.p, len);
}

/* Notes the name in "# tracer: nop". */
static void note_tracer(struct import_stats *st, struct span line)
{
	const char *p =
		memmem(line.p, (size_t)(line.end - line.p), "tracer: ", 8);
	struct span name = {p ? p + 8 : line.end, p ? p + 8 : line.end};
	size_t len;

	while (name.end < line.end && is_name(*name.end))
		name.end++;
	len = (size_t)(name.end - name.p);
	if (*st->tracer || !len || len >= sizeof(st->tracer))
		return;
	memcpy(st->tracer, name.p, len);
}

/* Notes a header of a trace file, of a file's lines or of a part of a mail. */
static void note_header(struct importer *im, struct span line)
{
	note_tracer(&im->stats, line);
	note_heading(im, line);
}

/* Returns a copy of a text of BASE, or NULL if it is none. */
static char *base_text(struct span s)
{
	const size_t len = (size_t)(s.end - s.p);

	if (!len || len > 15)
		return NULL;
	for (size_t i = 0; i < len; i++)
		if (!isprint((unsigned char)s.p[i]))
			return NULL;
	return xasprintf("%.*s", (int)len, s.p);
}

static bool is_same(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

/* With two vendors the run has none, because its messages have no instance. */
static void add_vendor(struct importer *im, char *vendor, char *sub_vendor)
{
	struct run *run = im->run;

	vendor_use(vendor, sub_vendor);
	im->vendors_differ |= run->vendor &&
			      (!is_same(run->vendor, vendor) ||
			       !is_same(run->sub_vendor, sub_vendor));
	free(run->vendor);
	free(run->sub_vendor);
	run->vendor = run->sub_vendor = NULL;
	if (im->vendors_differ) {
		free(vendor);
		free(sub_vendor);
		return;
	}
	run->vendor = vendor;
	run->sub_vendor = sub_vendor;
}

static void note_vendor(struct importer *im, struct span line)
{
	struct span vendor, sub_vendor;
	char *text;

	if (!kernel_message_vendor(line, &vendor, &sub_vendor))
		return;
	text = base_text(vendor);
	if (text)
		add_vendor(im, text, base_text(sub_vendor));
}

/* Events of which the line may name a tracer, a machine or a vendor. */
#define NAMING_KINDS                                                   \
	(1u << FTRACE_HEADER | 1u << FTRACE_BEGIN | 1u << FTRACE_BAD | \
	 1u << FTRACE_DUMP | 1u << FTRACE_KERNEL | 1u << FTRACE_VENDOR)

void importer_note_line(struct importer *im, const struct ftrace_event *ev,
			const char *line, size_t len)
{
	const struct span all = {line, line + len};
	const char *const heading = im->heading;

	if (!(NAMING_KINDS & 1u << ev->kind))
		return;
	if (ev->kind == FTRACE_VENDOR)
		note_vendor(im, all);
	else if (ev->kind == FTRACE_HEADER)
		note_header(im, all);
	else if (*heading)
		note_source(&im->stats,
			    (struct span){heading, heading + strlen(heading)});
	else if (!ev->task_first)
		note_source(&im->stats, line_source(all));
}

void importer_describe(const struct importer *im, struct run *run)
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

	const char *how = run->source == SOURCE_FTRACE ? "ftrace" : "tracefs";

	resource_names_use(&im->profile->names);
	/* The source has described itself. */
	if (run->source == SOURCE_TRACEFS)
		return;
	if (im->events.dumps.n)
		run_add_hook(run, "scmi_msg_dump", how);
	for (size_t i = 0; i < sizeof(hooks) / sizeof(hooks[0]); i++) {
		bool seen = im->kinds_seen & (1u << hooks[i].kind);

		run_add_hook(run, hooks[i].name, seen ? how : "none");
	}
	run->resolution_ns = 1;
	for (int i = im->decimals ? im->decimals : 9; i < 9; i++)
		run->resolution_ns *= 10;
}

void importer_set_range(struct importer *im, uint64_t from_ns, uint64_t to_ns)
{
	im->from_ns = from_ns;
	im->to_ns = to_ns;
}

void importer_use_hooks(struct importer *im)
{
	im->events.hooked = true;
}

void importer_note_missed(struct importer *im, uint64_t hits)
{
	im->profile->gap[LC_GAP_MISSED_PROBE] += hits;
	im->run->misses_counted = im->events.hooked;
}

void importer_note_instance(struct importer *im,
			    const struct import_instance *instance,
			    bool several)
{
	import_events_instance(&im->events, instance, several);
}

void importer_note_time(struct importer *im, uint64_t now_ns)
{
	struct log *log = &im->log;

	if (!log->started) {
		log->started = log->in_range = true;
		log->first_ns = im->run->log_start_ns = now_ns;
		im->stats.logs = im->stats.logs_in_range = 1;
	}
	if (now_ns > log->last_ns)
		log->last_ns = now_ns;
}

void importer_note_clock(struct importer *im, enum stamp_clock clock)
{
	im->run->stamp_clock = clock;
}

void importer_trace_flight(struct importer *im)
{
	im->events.trace_flight = true;
}

void importer_callers(const struct importer *im, caller_sink sink, void *ctx)
{
	import_senders_callers(&im->events.senders, NULL, im->profile, sink,
			       ctx);
}
