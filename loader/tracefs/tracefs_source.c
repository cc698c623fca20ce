// SPDX-License-Identifier: GPL-2.0-only
#include "tracefs_source.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "clock.h"
#include "core_results.h"
#include "diag.h"
#include "dump_filter.h"
#include "event_formats.h"
#include "function_probes.h"
#include "held_events.h"
#include "ring_pages.h"
#include "senders.h"
#include "task_names.h"
#include "trace_dat_layout.h"
#include "trace_instance.h"
#include "transfer_stacks.h"

/* An event that a processor is just writing may be this old. */
#define MARGIN_NS 1000000u

#define LINES	     512 /* of a batch */
#define SAMPLE_BYTES 128 /* of the description of an event that is not used */

const bool tracefs_supported = true;

struct tracefs_source {
	struct importer *im;
	struct tracefs_options options;
	struct trace_instance instance;
	uint64_t boot_ns; /* the end of a boot's events; 0: it is not one */
	struct function_probes probes;
	struct senders senders;
	struct core_results results;
	struct held_events held; /* if scmi_msg_dump names instances */
	struct transfer_stacks stacks;
	struct ring_pages *pages;
	struct tep_handle *tep;
	struct task_names names;
	struct dat_layout layout;
	uint64_t losses; /* events that were fed as lost */

	/* The batch for the importer. */
	uint64_t records, other_events;
	size_t n;
	struct import_line line[LINES];
	char text[DAT_NAMES_TEXT];
};

#define WAIT "scmi_xfer_response_wait"

/* The events, in the order in which they are enabled. */
static const struct {
	const char *name;
	bool required;
} event[] = {
	{"scmi_xfer_end", true},
	{"scmi_rx_done", true},
	{WAIT, false}, /* Linux 5.10 has none */
	{"scmi_msg_dump", false},
	{"scmi_fc_call", false},
	{"scmi_xfer_begin", true},
};

#define N_EVENTS (sizeof(event) / sizeof(event[0]))

/* Resources are in the payloads of commands and notifications. */
static bool needs_all_dumps(const struct tracefs_source *s)
{
	return s->options.by_resource || s->senders.by_dumps;
}

static bool is_dump(const char *name)
{
	return !strcmp(name, "scmi_msg_dump");
}

/*
 * Returns true if the kernel has an event that is worth its cost. Linux before 6.12
 * has no message with a longer tag in scmi_msg_dump, whose tag has 5 bytes there.
 */
static bool is_useful(const struct tracefs_source *s, const char *name)
{
	struct tep_event *found;
	struct tep_format_field *tag;

	if (!trace_instance_has_event(&s->instance, name))
		return false;
	if (!is_dump(name) || needs_all_dumps(s))
		return true;
	found = tep_find_event_by_name(s->tep, "scmi", name);
	tag = found ? tep_find_field(found, "tag") : NULL;
	return tag && tag->size > 5;
}

/* Enables the events. Returns 0 or -errno, reported. */
static int enable_events(struct tracefs_source *s)
{
	int err = function_probes_enable(&s->probes, &s->instance);

	for (size_t i = 0; i < N_EVENTS && !err; i++) {
		char *name, *filter = NULL;

		if (!event[i].required && !is_useful(s, event[i].name))
			continue;
		name = xasprintf("scmi/%s", event[i].name);
		if (is_dump(event[i].name))
			filter = dump_filter(needs_all_dumps(s),
					     s->options.by_resource);
		err = trace_instance_enable(&s->instance, name, filter);
		free(filter);
		free(name);
	}
	return err;
}

/* The events that a boot had enabled are those that the importer finds. */
static void describe(const struct tracefs_source *s, struct run *run)
{
	run->source = s->boot_ns ? SOURCE_BOOT : SOURCE_TRACEFS;
	run->resolution_ns = 1;
	if (s->boot_ns)
		return;
	for (size_t i = N_EVENTS; i-- > 0;)
		run_add_hook(run, event[i].name,
			     is_useful(s, event[i].name) ? "tracefs" : "none");
	if (s->probes.root)
		function_probes_describe(&s->probes, run);
}

/* Makes the instance, or opens that of the boot. Returns 0 or -errno, reported. */
static int open_instance(struct tracefs_source *s,
			 const struct tracefs_options *o)
{
	if (!o->boot)
		return trace_instance_make(&s->instance, s->names.root,
					   o->ring_bytes ? o->ring_bytes
							 : TRACEFS_RING_BYTES);
	trace_instance_top(&s->instance, s->names.root);
	/* Later events are those of the time while it is read. */
	return trace_instance_now(&s->instance, &s->boot_ns);
}

static int find_root(struct tracefs_source *s, const struct tracefs_options *o)
{
	int err = 0;

	s->names.root = o->root ? o->root : tracefs_folder(&err);
	if (s->names.root)
		return 0;
	if (err == -EACCES) {
		diag_error("tracefs: permission denied");
		diag_hint("run it as root (sudo)");
	} else {
		diag_error("tracefs is not mounted, or this kernel has none");
		diag_hint("mount -t tracefs tracefs /sys/kernel/tracing; the "
			  "kernel needs CONFIG_FTRACE and an event tracer");
	}
	return err;
}

static const char *comm_of(void *ctx, int pid)
{
	return task_names_find(ctx, pid);
}

static void make_probes(struct tracefs_source *s)
{
	const bool waits = trace_instance_has_event(&s->instance, WAIT);

	if (s->options.no_kprobes) {
		function_probes_make_none(&s->probes, s->names.root, waits);
		return;
	}
	function_probes_make(&s->probes, s->names.root, waits);
	importer_use_hooks(s->im);
}

/* Makes the probes, and finds the instances. Returns 0 or -errno, reported. */
static int find_senders(struct tracefs_source *s, struct run *run)
{
	const struct tracefs_options *o = &s->options;
	int err;

	if (!o->boot) {
		function_probes_remove_stale(s->names.root);
		if (o->hooks)
			make_probes(s);
	}
	err = senders_open(&s->senders, o, s->im, run, &s->probes, s->tep,
			   s->names.root);
	if (!err && s->senders.by_dumps)
		held_events_open(&s->held, &s->senders);
	return err;
}

int tracefs_source_open(const struct tracefs_options *o, struct importer *im,
			struct run *run, struct tracefs_source **out)
{
	struct tracefs_source *s = xcalloc(1, sizeof(*s));
	int err = find_root(s, o);

	s->im = im;
	s->options = *o;
	if (o->by_resource)
		importer_by_resource(im);
	if (!err)
		err = open_instance(s, o);
	if (!err && !(s->tep = event_formats_read(s->instance.dir)))
		err = -ENOENT;
	if (!err)
		err = find_senders(s, run);
	if (!err)
		err = ring_pages_open(s->instance.dir, s->tep, &s->pages);
	if (err) {
		tracefs_source_close(s);
		return err;
	}
	if (!dat_layout_init(&s->layout, s->tep))
		out_of_memory();
	s->layout.comm = comm_of;
	s->layout.comm_ctx = &s->names;
	describe(s, run);
	*out = s;
	return 0;
}

int tracefs_source_start(struct tracefs_source *s)
{
	int err;

	if (s->boot_ns)
		return 0;
	if (s->options.stacks &&
	    !transfer_stacks_start(&s->stacks, &s->instance, s->tep,
				   s->names.root))
		diag_warning("this kernel's events have no stacks "
			     "(CONFIG_STACKTRACE)");
	err = enable_events(s);
	if (!err)
		err = trace_instance_record(&s->instance, true);
	importer_note_time(s->im, monotonic_ns());
	return err;
}

static void feed_batch(struct tracefs_source *s)
{
	const struct import_lines lines = {
		.text = s->text,
		.records = true,
		.lines = s->records,
		.other_events = s->other_events,
		.n = s->n,
		.line = s->line,
	};

	importer_feed_lines(s->im, &lines);
	s->records = s->other_events = s->n = 0;
}

/* Adds an event to the batch, with @len bytes of s->text. */
static void add_line(struct tracefs_source *s, const struct ftrace_event *ev,
		     size_t len)
{
	s->line[s->n++] = (struct import_line){
		.event = *ev,
		.number = (uint32_t)s->records,
		.len = (uint32_t)len,
	};
	if (len || s->n == LINES)
		feed_batch(s);
}

/*
 * Adds an event that the filter selects, or one that names no transfer, with @len bytes
 * of s->text.
 */
static void add_selected(struct tracefs_source *s, struct ftrace_event *ev,
			 size_t len)
{
	const bool has_message =
		(ev->kind >= FTRACE_BEGIN && ev->kind <= FTRACE_FAST_CALL) ||
		ev->kind == FTRACE_UNANSWERED;

	if (!has_message || senders_select(&s->senders, ev))
		add_line(s, ev, len);
}

/* Adds those that have waited long enough. */
static void add_held(struct tracefs_source *s, bool all)
{
	struct ftrace_event ev;

	while (s->held.ring && held_events_next(&s->held, all, &ev))
		add_selected(s, &ev, 0);
}

/* @len: of the event's text in s->text, which an event that waits does not keep. */
static void add_event(struct tracefs_source *s, struct ftrace_event *ev,
		      size_t len)
{
	if (!s->held.ring) {
		add_selected(s, ev, len);
		return;
	}
	held_events_add(&s->held, ev);
	add_held(s, false);
}

static void add_lost(struct tracefs_source *s, struct ftrace_event *lost)
{
	s->losses += lost->lost;
	core_results_forget(&s->results);
	add_event(s, lost, 0);
}

/* Adds the event of a probe. Returns false if the record has another one. */
static bool add_hook(struct tracefs_source *s, const struct tep_record *record)
{
	struct ftrace_event ev = {
		.time_ns = record->ts,
		.decimals = 9,
		.context.cpu = (uint32_t)record->cpu,
	};
	uint16_t id;

	/* The layout of all events: number, flags, task. */
	if (!s->probes.root || record->size < 8)
		return false;
	memcpy(&id, record->data, sizeof(id));
	ev.kind = function_probes_kind(&s->probes, id);
	if (ev.kind == FTRACE_NONE)
		return false;
	if (ev.kind == FTRACE_SENDER || ev.kind == FTRACE_NOTIFIER) {
		senders_note(&s->senders, ev.kind, record);
		return true;
	}
	memcpy(&ev.context.pid, (const char *)record->data + 4,
	       sizeof(ev.context.pid));
	if (ev.kind == FTRACE_DROPPED)
		core_results_dropped(&s->results, &ev);
	else if (ev.kind != FTRACE_UNANSWERED ||
		 core_results_unanswered(&s->results, &ev))
		add_event(s, &ev, 0);
	return true;
}

static void add_record(struct tracefs_source *s, struct tep_record *record)
{
	struct ftrace_event ev;
	int len;

	s->records++;
	if (record->missed_events) {
		ev = dat_lost_before(record);
		add_lost(s, &ev);
	}
	if (add_hook(s, record) || transfer_stacks_add(&s->stacks, record))
		return;
	switch (dat_decode(&s->layout, record, &ev)) {
	case FTRACE_NONE:
		break;
	case FTRACE_OTHER:
		s->other_events++;
		break;
	case FTRACE_UNPARSED:
		len = dat_describe(&s->layout, record, s->text, SAMPLE_BYTES);
		add_line(s, &ev,
			 (size_t)len < SAMPLE_BYTES ? len : SAMPLE_BYTES - 1);
		break;
	default:
		transfer_stacks_note(&s->stacks, &ev);
		core_results_note(&s->results, &s->senders, &ev);
		add_event(s, &ev,
			  dat_names_text(&s->layout, record, &ev, s->text));
		break;
	}
}

/* Feeds the importer with all events up to a time. Returns 0 or -errno, reported. */
static int read_until(struct tracefs_source *s, uint64_t until_ns)
{
	struct tep_record record;
	int more;

	ring_pages_again(s->pages);
	task_names_again(&s->names);
	senders_again(&s->senders);
	while ((more = ring_pages_next(s->pages, until_ns, &record)) > 0)
		add_record(s, &record);
	if (until_ns != UINT64_MAX)
		held_events_note_time(&s->held, until_ns);
	add_held(s, until_ns == UINT64_MAX || s->boot_ns);
	feed_batch(s);
	return more;
}

int tracefs_source_read(struct tracefs_source *s)
{
	const uint64_t until_ns = monotonic_ns() - MARGIN_NS;
	int err;

	if (s->boot_ns)
		return 0;
	err = read_until(s, until_ns);
	if (!err)
		importer_note_time(
			s->im, s->held.ring
				       ? held_events_until(&s->held, until_ns)
				       : until_ns);
	return err;
}

int tracefs_source_stop(struct tracefs_source *s)
{
	struct ftrace_event lost = {.kind = FTRACE_LOST};
	int err = 0;

	if (!s->boot_ns)
		err = trace_instance_record(&s->instance, false);
	if (!err)
		err = read_until(s, s->boot_ns ? s->boot_ns : UINT64_MAX);
	if (err)
		return err;
	if (!s->boot_ns)
		importer_note_time(s->im, monotonic_ns());
	diag_verbose("tracefs: %" PRIu64 " records, %" PRIu64
		     " lost before them",
		     importer_stats(s->im)->lines, s->losses);
	lost.lost = ring_pages_unreported(s->pages);
	if (lost.lost)
		add_lost(s, &lost);
	feed_batch(s);
	importer_note_missed(s->im, function_probes_missed(&s->probes));
	senders_warn(&s->senders);
	return 0;
}

const __u64 *tracefs_source_stack(const struct tracefs_source *s,
				  uint32_t transfer_id, size_t *n)
{
	const struct transfer_stack *stack =
		transfer_stacks_find(&s->stacks, transfer_id);

	if (!stack)
		return NULL;
	*n = stack->n;
	return stack->address;
}

bool tracefs_source_has_dumps(const struct tracefs_source *s)
{
	return s->senders.by_dumps;
}

void tracefs_source_close(struct tracefs_source *s)
{
	if (!s)
		return;
	ring_pages_close(s->pages);
	held_events_close(&s->held);
	trace_instance_close(&s->instance);
	function_probes_remove(&s->probes);
	tep_free(s->tep);
	free(s);
}
