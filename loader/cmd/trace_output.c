// SPDX-License-Identifier: GPL-2.0-only
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "cli.h"
#include "diag.h"
#include "json_reports.h"
#include "perfetto_trace.h"
#include "text_reports.h"
#include "trace_command.h"
#include "units.h"

/* Applies the filters that the BPF programs do not apply. */
static bool matches(const struct trace_options *o,
		    const struct trace_line *line)
{
	const struct trace_event *e = line->event;

	return (o->channel < 0 || o->channel == line->key.channel) &&
	       (!o->comm || (e->type == TRACE_TRANSFER &&
			     !strncmp(o->comm, e->comm, sizeof(e->comm))));
}

bool trace_is_full(const struct trace *t)
{
	return t->o->actions->stopped ||
	       (t->o->count && t->lines >= t->o->count);
}

/* A log's transfers have 80 columns unless more are requested. */
static bool is_narrow(const struct trace_options *o)
{
	return o->file && !o->wide;
}

static void print(struct trace *t, const struct trace_line *line)
{
	if (t->o->to)
		perfetto_trace_line(t->o->to, line);
	else if (cli_json)
		trace_json_line(line, stdout);
	else if (t->o->csv)
		trace_csv_line(line, stdout);
	else if (is_narrow(t->o))
		trace_narrow_line(line, stdout);
	else
		trace_text_line(line, stdout);
	t->shown[line->event->type]++;
	t->lines++;
}

static uint64_t duration_of(const struct trace_line *line)
{
	return trace_age_ns(line->event);
}

/* Moves the line at @i of the heap down until it is faster than those below. */
static void sift_down(struct trace *t, size_t i)
{
	struct trace_line **heap = t->slow;

	for (size_t child; (child = 2 * i + 1) < t->n_slow; i = child) {
		struct trace_line *line = heap[i];

		if (child + 1 < t->n_slow &&
		    duration_of(heap[child + 1]) < duration_of(heap[child]))
			child++;
		if (duration_of(line) <= duration_of(heap[child]))
			return;
		heap[i] = heap[child];
		heap[child] = line;
	}
}

/* Only a trace with stacks has frames. */
static struct trace_line *copy_line(const struct trace_line *line)
{
	struct trace_line *copy = xmalloc(sizeof(*copy));
	struct trace_event *event = xmalloc(sizeof(*event));

	/* The event of the ring ends before its stack if it has none. */
	memcpy(event, line->event, offsetof(struct trace_event, stack));
	copy->event = event;
	copy->key = line->key;
	copy->n_frames = line->n_frames;
	memcpy(copy->frames, line->frames,
	       line->n_frames * sizeof(line->frames[0]));
	return copy;
}

static void free_line(struct trace_line *line)
{
	free((void *)(uintptr_t)line->event);
	free(line);
}

/* Adds a transfer if it is one of the slowest so far. */
static void keep_slow(struct trace *t, const struct trace_line *line)
{
	if (line->event->type != TRACE_TRANSFER ||
	    !trace_has_start(line->event))
		return;
	if (!t->slow)
		t->slow = xcalloc(t->o->slowest, sizeof(*t->slow));
	if (t->n_slow < t->o->slowest) {
		t->slow[t->n_slow++] = copy_line(line);
		if (t->n_slow == t->o->slowest)
			for (size_t i = t->n_slow; i--;)
				sift_down(t, i);
		return;
	}
	if (duration_of(line) <= duration_of(t->slow[0]))
		return;
	free_line(t->slow[0]);
	t->slow[0] = copy_line(line);
	sift_down(t, 0);
}

bool trace_selects(const struct trace_options *o, const struct trace_line *line)
{
	const struct trace_filter *f = &o->trace;
	const struct trace_event *e = line->event;
	const bool any_time = !f->min_ns && f->max_ns == UINT64_MAX;
	uint64_t ns = trace_age_ns(e);

	if (!filter_selects(&o->filter, &line->key))
		return false;
	if (f->pid && (e->type != TRACE_TRANSFER || f->pid != e->tid))
		return false;
	if (f->anomalies_only && !e->anomalies)
		return false;
	if (e->type == TRACE_ANOMALY || any_time ||
	    (e->type == TRACE_TRANSFER && !trace_has_start(e)))
		return true;
	return e->type != TRACE_NOTIFICATION && ns >= f->min_ns &&
	       ns <= f->max_ns;
}

void trace_show(void *ctx, const struct trace_line *line)
{
	struct trace *t = ctx;

	if (!matches(t->o, line))
		return;
	if (t->o->actions->stopped)
		return;
	if (t->o->slowest)
		keep_slow(t, line);
	else if (!trace_is_full(t))
		print(t, line);
	actions_line(t->o->actions, line);
}

/* The slowest first; of equal ones the earlier. */
static int compare_slow(const void *a, const void *b)
{
	const struct trace_line *const x = *(struct trace_line *const *)a;
	const struct trace_line *const y = *(struct trace_line *const *)b;
	const uint64_t x_ns = duration_of(x), y_ns = duration_of(y);

	if (x_ns != y_ns)
		return x_ns < y_ns ? 1 : -1;
	return x->event->t.end_ns < y->event->t.end_ns ? -1 : 1;
}

static void print_slow(struct trace *t)
{
	if (t->n_slow)
		qsort(t->slow, t->n_slow, sizeof(struct trace_line *),
		      compare_slow);
	for (size_t i = 0; i < t->n_slow; i++) {
		if (!trace_is_full(t))
			print(t, t->slow[i]);
		free_line(t->slow[i]);
	}
	free(t->slow);
	t->slow = NULL;
}

void trace_begin(const struct trace *t, const char *kernel, const char *arch)
{
	t->o->actions->source = t->source;
	t->o->actions->from_log = t->o->file;
	if (t->o->to)
		return;
	if (cli_json)
		trace_json_begin(t->source, kernel, arch, t->o->file, stdout);
	else if (t->o->csv)
		trace_csv_header(stdout);
	else if (is_narrow(t->o))
		trace_narrow_header(stdout);
	else
		trace_text_header(stdout);
	fflush(stdout);
}

void trace_end(struct trace *t, const struct profile *p,
	       const uint64_t lost[TRACE_TYPES])
{
	struct trace_account account = {.profile = p};

	print_slow(t);
	memcpy(account.shown, t->shown, sizeof(account.shown));
	memcpy(account.lost, lost, sizeof(account.lost));
	if (t->o->to) {
		perfetto_trace_losses(t->o->to, p->lost);
		perfetto_trace_lost(t->o->to, "ring_buffer",
				    sum_of_all(lost, TRACE_TYPES));
	}
	if (cli_json)
		trace_json_end(&account, stdout);
	diag_info("%" PRIu64 " transfer%s begun; of those that ended, %" PRIu64
		  " shown, %" PRIu64 " not shown, %" PRIu64 " lost",
		  profile_total(p, LC_BEGUN),
		  plural(profile_total(p, LC_BEGUN)),
		  account.shown[TRACE_TRANSFER], trace_not_shown(&account),
		  account.lost[TRACE_TRANSFER]);
}
