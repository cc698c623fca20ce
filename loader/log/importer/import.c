// SPDX-License-Identifier: GPL-2.0-only
#include "import.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "importer_state.h"

/* Events that only transfers of the SCMI core have. */
#define TRANSFER_KINDS \
	(1u << FTRACE_BEGIN | 1u << FTRACE_WAIT | 1u << FTRACE_END)

struct importer *importer_new(struct profile *p)
{
	struct importer *im = xcalloc(1, sizeof(*im));

	im->profile = im->events.profile = p;
	im->run = profile_add_run(p);
	im->run->source = SOURCE_FTRACE;
	importer_lines_init(im);
	im->to_ns = UINT64_MAX;
	return im;
}

void importer_free(struct importer *im)
{
	if (im)
		import_senders_free(&im->events.senders);
	free(im);
}

const struct import_stats *importer_stats(const struct importer *im)
{
	return &im->stats;
}

/* Converts a time of the current log to the profile's time. */
static uint64_t profile_time(const struct importer *im, uint64_t time_ns)
{
	return sum_of(im->run->duration_ns, time_ns > im->log.first_ns
						    ? time_ns - im->log.first_ns
						    : 0);
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

static int call_watcher(struct importer *im, uint64_t now_ns)
{
	int (*reached)(void *, uint64_t) = im->reached;

	im->reached = NULL;
	return reached(im->reached_ctx, now_ns);
}

void importer_trace(struct importer *im, trace_sink sink, void *ctx)
{
	im->events.trace = sink;
	im->events.trace_ctx = ctx;
}

/*
 * Returns true if an event is to be applied. The first one that is starts the
 * time of the profile, also if there are earlier events in the log.
 */
static bool is_in_range(struct importer *im, const struct ftrace_event *ev)
{
	if (ev->time_ns < im->from_ns || ev->time_ns > im->to_ns) {
		im->stats.outside += ev->kind != FTRACE_LOST;
		return false;
	}
	if (im->from_ns &&
	    (!im->log.in_range || ev->time_ns < im->log.first_ns))
		im->log.first_ns = ev->time_ns;
	if (!im->stats.logs_in_range && !im->log.in_range)
		im->run->log_start_ns = im->log.first_ns;
	/* Several logs have no common time 0. */
	if (!im->log.in_range && im->stats.logs_in_range++)
		im->run->log_start_ns = 0;
	im->log.in_range = true;
	return true;
}

/* Applies an event to the profile, unless the watcher has failed. */
static void process(struct importer *im, const struct ftrace_event *ev)
{
	uint64_t now_ns;

	if (!is_in_range(im, ev))
		return;
	now_ns = profile_time(im, ev->time_ns);
	if (!im->err && im->reached && now_ns >= im->watch_ns)
		im->err = call_watcher(im, now_ns);
	if (im->err)
		return;
	im->events.has_transfers = im->log.kinds & TRANSFER_KINDS;
	im->events.first_ns = im->log.first_ns;
	im->events.earlier_ns = im->run->duration_ns;
	if (ev->kind == FTRACE_KERNEL) {
		importer_apply_kernel(im, ev);
		return;
	}
	if (ev->time_ns < im->log.processed_ns)
		im->stats.out_of_order++;
	else
		im->log.processed_ns = ev->time_ns;
	import_events_apply(&im->events, ev);
}

static struct ftrace_event *window_at(struct importer *im, unsigned int i)
{
	return &im->window[(im->oldest + i) % IMPORT_WINDOW];
}

static void process_oldest(struct importer *im)
{
	const struct ftrace_event *ev = window_at(im, 0);

	im->oldest = (im->oldest + 1) % IMPORT_WINDOW;
	im->n--;
	process(im, ev);
}

/*
 * Sorts an event into the window; processes the oldest if the window is full.
 */
static void enqueue(struct importer *im, const struct ftrace_event *ev)
{
	unsigned int i;

	if (im->n == IMPORT_WINDOW) {
		if (ev->time_ns < window_at(im, 0)->time_ns) {
			process(im, ev);
			return;
		}
		process_oldest(im);
	}
	for (i = im->n++; i && window_at(im, i - 1)->time_ns > ev->time_ns; i--)
		*window_at(im, i) = *window_at(im, i - 1);
	*window_at(im, i) = *ev;
}

int importer_advance(struct importer *im, uint64_t until_ns)
{
	while (im->n && !im->err &&
	       profile_time(im, window_at(im, 0)->time_ns) <= until_ns)
		process_oldest(im);
	return im->err;
}

static void resolve_doubtful(struct importer *im,
			     const struct ftrace_event *next);

/* The time at which the log ends, or its range does. */
static uint64_t last_in_range(const struct importer *im)
{
	return im->log.last_ns < im->to_ns ? im->log.last_ns : im->to_ns;
}

static void end_log(struct importer *im)
{
	uint64_t last_ns;

	resolve_doubtful(im, NULL);
	if (!im->log.started)
		return;
	event_order_end(&im->order);
	importer_advance(im, UINT64_MAX);
	last_ns = last_in_range(im);
	importer_end_kernel(im, false);
	import_events_end(&im->events, last_ns);
	if (im->log.in_range)
		sum_add(&im->run->duration_ns, last_ns - im->log.first_ns);
	memset(&im->log, 0, sizeof(im->log));
}

/* Counts the events that were lost before the first one of a trace file. */
static void lose_before(struct importer *im)
{
	profile_lose(im->profile, LOST_TRACE_EVENTS, im->lost_before);
	im->lost_before = 0;
}

/* Adds an event to the log, or the first one to a new log. */
static void log_event(struct importer *im, const struct ftrace_event *ev)
{
	struct log *log = &im->log;

	if (im->lost_before)
		lose_before(im);
	if (!im->stats.events++ || ev->time_ns < im->stats.first_ns)
		im->stats.first_ns = ev->time_ns;
	if (ev->time_ns > im->stats.last_ns)
		im->stats.last_ns = ev->time_ns;
	im->kinds_seen |= 1u << ev->kind;
	im->stats.received += ev->received;
	if (!im->decimals || ev->decimals < im->decimals)
		im->decimals = ev->decimals;
	if (!log->started) {
		log->started = true;
		log->first_ns = log->last_ns = ev->time_ns;
		im->stats.logs++;
	}
	log->kinds |= 1u << ev->kind;
	if (ev->time_ns > log->last_ns)
		log->last_ns = ev->time_ns;
	if (ev->time_ns < log->first_ns && ev->time_ns >= im->from_ns)
		log->first_ns = ev->time_ns;
	event_order_use(&im->order, ev);
	enqueue(im, ev);
}

/* Adds the events that were held to the log. */
static void use_held(struct importer *im)
{
	const unsigned int n = im->order.n_held;

	im->order.n_held = 0;
	for (unsigned int i = 0; i < n; i++)
		log_event(im, &im->order.held[i]);
}

/* Ends the log, and starts another one with the events that were held. */
static void split_log(struct importer *im)
{
	end_log(im);
	use_held(im);
}

/* Adds an event that is the next one of the log, or starts a new log. */
static void use_next(struct importer *im, const struct ftrace_event *ev)
{
	/* The traces of several processors can follow each other. */
	const bool next = event_order_is_next_cpu(&im->order, ev);
	const bool merges = next && !im->log.processed_ns;

	im->stats.unmerged += next && !merges &&
			      ev->time_ns + ORDER_BACK_NS < im->log.last_ns;
	if (im->log.started && !merges &&
	    (im->log.header || ev->time_ns + IMPORT_STEP_NS <= im->log.last_ns))
		end_log(im);
	im->log.header = false;
	log_event(im, ev);
}

static void use_event(struct importer *im, const struct ftrace_event *ev)
{
	/* Who follows a growing log cannot wait. */
	const bool can_merge = im->order.whole && !im->log.processed_ns;

	if (importer_is_doubled(im, ev)) {
		im->stats.repeated++;
		return;
	}
	switch (event_order_check(&im->order, can_merge, ev)) {
	case ORDER_USE:
		use_next(im, ev);
		break;
	case ORDER_HOLD:
		break;
	case ORDER_MERGE:
		use_held(im);
		im->order.repeats = true;
		/* fall through */
	case ORDER_SKIP:
		im->stats.repeated++;
		im->lost_before = 0;
		im->log.header = false;
		break;
	case ORDER_SPLIT:
		split_log(im);
		log_event(im, ev);
		break;
	}
}

/* The tracer dropped events: this changes the fate of transfers in flight. */
static void add_lost(struct importer *im, const struct ftrace_event *ev)
{
	struct ftrace_event now = *ev;

	if (im->log.header) {
		im->lost_before = sum_of(im->lost_before, ev->lost);
		return;
	}
	if (im->order.repeats)
		return;
	profile_lose(im->profile, LOST_TRACE_EVENTS, ev->lost);
	if (!im->log.started)
		return;
	now.time_ns = im->log.last_ns;
	enqueue(im, &now);
}

/*
 * Uses the event that waits, unless @next, or the end of the log (NULL), shows
 * that its time stamp is wrong.
 */
static void resolve_doubtful(struct importer *im,
			     const struct ftrace_event *next)
{
	const uint64_t time_ns = im->doubtful.time_ns;

	if (!im->doubtful_line.line)
		return;
	if (im->log.started
		    ? next && next->time_ns + IMPORT_STEP_NS > time_ns
		    : !next || next->time_ns + IMPORT_PAUSE_NS >= time_ns)
		use_event(im, &im->doubtful);
	else
		importer_add_sample(im, im->doubtful_line);
	im->doubtful_line.line = 0;
}

/* Returns true if an event simply follows the others of the log. */
static bool is_next(const struct importer *im, const struct ftrace_event *ev)
{
	const struct log *log = &im->log;

	return log->started && !log->header && !im->doubtful_line.line &&
	       !im->order.n_held && ev->time_ns > log->last_ns &&
	       ev->time_ns <= log->last_ns + IMPORT_PAUSE_NS;
}

/* Adds an event that has a time. */
static void add_event(struct importer *im, const struct ftrace_event *ev,
		      uint64_t number, const char *line, size_t len)
{
	if (is_next(im, ev)) {
		log_event(im, ev);
		return;
	}
	if (importer_is_cut_time(im, ev, line, len)) {
		importer_add_sample(im, importer_sample(UNREAD_WRONG_TIME,
							number, line, len));
		return;
	}
	resolve_doubtful(im, ev);
	/* Before the first event of a log, last_ns is 0. */
	if (ev->time_ns <= im->log.last_ns + IMPORT_PAUSE_NS) {
		use_event(im, ev);
		return;
	}
	im->doubtful = *ev;
	im->doubtful_line =
		importer_sample(UNREAD_WRONG_TIME, number, line, len);
}

/* Another trace file starts: with the next event it is known of what. */
static void add_header(struct importer *im)
{
	resolve_doubtful(im, NULL);
	if (im->order.n_held)
		split_log(im);
	im->log.header = im->log.started;
}

static void add_rx_done(struct importer *im, const struct ftrace_event *ev,
			uint64_t number, const char *line, size_t len)
{
	struct ftrace_event copy;

	if (ev->msg_type == LC_MSG_NOTIFICATION &&
	    (im->events.several || im->events.by_resource)) {
		copy = importer_with_instance(im, ev);
		ev = &copy;
	}
	add_event(im, ev, number, line, len);
}

void importer_add_event(struct importer *im, const struct ftrace_event *ev,
			uint64_t number, const char *line, size_t len)
{
	if (ev->broken)
		importer_add_sample(
			im, importer_sample(UNREAD_MIXED, number, line, len));
	switch (ev->kind) {
	case FTRACE_OTHER:
		im->stats.other_events++;
		break;
	case FTRACE_BAD:
		importer_note_dump(im, ev);
		add_event(im, ev, number, line, len);
		break;
	case FTRACE_RX_DONE:
		add_rx_done(im, ev, number, line, len);
		break;
	case FTRACE_DUMP:
		importer_note_name(im, ev, line, len);
		importer_note_dump(im, ev);
		if (ev->raw || !(im->log.kinds & TRANSFER_KINDS))
			add_event(im, ev, number, line, len);
		else
			im->stats.other_events++;
		break;
	case FTRACE_HEADER:
		add_header(im);
		break;
	case FTRACE_BEGIN:
		if (ev->channel)
			import_events_note(&im->events, ev);
		add_event(im, ev, number, line, len);
		break;
	case FTRACE_VENDOR: /* importer_note_line() has read it */
		break;
	case FTRACE_KERNEL:
		if (importer_note_kernel(im, ev))
			enqueue(im, ev);
		break;
	case FTRACE_LOST:
		add_lost(im, ev);
		break;
	default:
		add_event(im, ev, number, line, len);
		break;
	}
}

void importer_end_log(struct importer *im)
{
	resolve_doubtful(im, NULL);
	if (im->order.n_held)
		split_log(im);
	end_log(im);
}

int importer_end(struct importer *im)
{
	importer_lines_end(im);
	importer_end_log(im);
	lose_before(im);
	importer_end_kernel(im, true);
	im->stats.dumps = im->events.dumps.n;
	im->stats.resources = im->events.resources;
	im->stats.no_resources = im->events.no_resources;
	importer_describe(im, im->run);
	import_events_label(&im->events, im->profile);
	import_senders_read(&im->events.senders, NULL, im->profile);
	im->ended = true;
	return im->err;
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
	uint32_t *index;

	if (err)
		return err;
	profile_merge(p, im->profile);
	if (im->ended)
		return 0;
	import_events_expire(&im->events, last_in_range(im), p);
	p->runs[0].duration_ns = importer_time(im);
	importer_describe(im, &p->runs[0]);
	index = import_senders_index(im->profile, p);
	import_events_label(&im->events, p);
	import_senders_read(&im->events.senders, index, p);
	free(index);
	profile_sort(p);
	return 0;
}
