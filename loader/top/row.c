// SPDX-License-Identifier: GPL-2.0-only
#include "row.h"

#include <stdio.h>
#include <stdlib.h>

#include "alloc.h"
#include "delta.h"
#include "text.h"

/* An outlier is more than this many times the p99 before it. */
#define OUTLIER_FACTOR 2

const char *top_row_label(const struct top_row *row, enum top_grouping grouping,
			  char buf[TOP_NAME_LEN])
{
	char *name;

	if (!row->sender)
		return top_row_name(&row->key, grouping, buf);
	name = text_escape(*row->sender ? row->sender : "(unknown)");
	snprintf(buf, TOP_NAME_LEN, "%s", name);
	free(name);
	return buf;
}

enum lc_phase top_latency(const struct series_key *key)
{
	return key->type == MESSAGE_NOTIFICATION ? LC_HANDLING : LC_TOTAL;
}

uint64_t top_messages(const struct top_figures *f)
{
	return sum_of(f->delta.counter[LC_BEGUN],
		      f->delta.counter[LC_NOTIFIED]);
}

double top_rate(const struct top_row *row)
{
	const uint64_t n = top_messages(&row->all)
				   ? top_messages(&row->last)
				   : row->last.delta.counter[LC_FAST_CALLS];

	return row->last_ns ? (double)n * 1e9 / (double)row->last_ns : 0;
}

uint64_t top_waited_ns(const struct top_figures *f)
{
	return sum_of(f->delta.phase[LC_TOTAL].sum,
		      f->delta.phase[LC_TIMEOUT].sum);
}

double top_phases_ns(const struct top_figures *f)
{
	double sum = 0;

	for (int i = LC_SUBMIT; i <= LC_WAKEUP; i++)
		sum += (double)f->delta.phase[i].sum;
	return sum;
}

uint64_t top_errors(const struct top_figures *f)
{
	const uint64_t *counter = f->delta.counter;

	return sum_of(sum_of(counter[LC_ERRORS], counter[LC_TIMED_OUT]),
		      sum_of(counter[LC_SEND_FAILED], counter[LC_AGED_OUT]));
}

static uint64_t percentile(const struct hist *phase, unsigned int permille)
{
	uint64_t ns;

	return hist_percentile(phase, permille, &ns) ? ns : TOP_NO_VALUE;
}

static uint64_t maximum(const struct hist *phase)
{
	if (!phase->n_buckets)
		return TOP_NO_VALUE;
	return hist_upper(phase->bucket[phase->n_buckets - 1].index);
}

void top_times(const struct hist *phase, uint64_t time[TOP_TIMES])
{
	time[TOP_P50] = percentile(phase, 500);
	time[TOP_P90] = percentile(phase, 900);
	time[TOP_P99] = percentile(phase, 990);
	time[TOP_MAX] = maximum(phase);
}

uint64_t top_bound(const uint64_t time[TOP_TIMES], enum top_time which)
{
	return time[which] == TOP_NO_VALUE ? time[TOP_MAX] : time[which];
}

static void set_latencies(struct top_latencies *l, const struct hist *latency,
			  const struct hist *timeouts)
{
	top_times(latency, l->time);
	l->slowness = l->time[TOP_P99] != TOP_NO_VALUE	 ? l->time[TOP_P99]
		      : l->time[TOP_MAX] != TOP_NO_VALUE ? l->time[TOP_MAX]
							 : 0;
	if (timeouts->n_buckets && maximum(timeouts) > l->slowness)
		l->slowness = maximum(timeouts);
}

static void set_figures(struct top_figures *f, enum lc_phase latency)
{
	set_latencies(&f->latency, &f->delta.phase[latency],
		      &f->delta.phase[LC_TIMEOUT]);
}

static void set_recent(struct top_row *row, uint64_t window_ns)
{
	struct hist latency = {0}, timeouts = {0};

	window_sum(&row->window, window_ns, row->end_ns, &latency, &timeouts);
	set_latencies(&row->recent, &latency, &timeouts);
	hist_free(&latency);
	hist_free(&timeouts);
}

static void add_to_window(struct top_row *row, uint64_t window_ns)
{
	const struct hist *phase = row->last.delta.phase;

	window_add(&row->window, window_ns, row->end_ns,
		   &phase[top_latency(&row->key)], &phase[LC_TIMEOUT]);
}

void row_set_window(struct top_row *row, uint64_t window_ns)
{
	if (!row->interval)
		return;
	if (window_ns)
		window_resize(&row->window, window_ns, row->end_ns);
	else
		add_to_window(row, window_ns);
	set_recent(row, window_ns);
}

/* Returns the phase whose maximum exceeds its former median most. */
static enum lc_phase grown_phase(const struct delta *last,
				 const struct delta *before)
{
	enum lc_phase grown = LC_PHASES;
	uint64_t most = 0;

	for (int i = LC_SUBMIT; i <= LC_WAKEUP; i++) {
		uint64_t usual = percentile(&before->phase[i], 500);
		uint64_t max = maximum(&last->phase[i]);

		if (usual == TOP_NO_VALUE || max == TOP_NO_VALUE ||
		    max < usual || max - usual <= most)
			continue;
		most = max - usual;
		grown = i;
	}
	return grown;
}

/* To be called before the interval is added to @row->all. */
static void note_outlier(struct top_row *row, uint64_t end_ns)
{
	const uint64_t usual = row->all.latency.time[TOP_P99],
		       max = row->last.latency.time[TOP_MAX];

	if (usual == TOP_NO_VALUE || max == TOP_NO_VALUE ||
	    max / OUTLIER_FACTOR <= usual)
		return;
	row->outlier[row->n_outliers++ % TOP_OUTLIERS] = (struct top_outlier){
		.time_ns = end_ns,
		.max_ns = max,
		.typical_ns = row->all.latency.time[TOP_P50],
		.phase = grown_phase(&row->last.delta, &row->all.delta),
	};
}

void row_clear(struct top_row *row)
{
	struct top_figures none = {0};

	top_times(&none.delta.phase[LC_TOTAL], none.latency.time);
	delta_free(&row->all.delta);
	delta_free(&row->last.delta);
	window_clear(&row->window);
	*row = (struct top_row){.key = row->key,
				.sender = row->sender,
				.all = none,
				.last = none,
				.recent = none.latency};
}

struct top_row *row_new(struct series_key key, const char *sender)
{
	struct top_row *row = xcalloc(1, sizeof(*row));

	row->key = key;
	row->sender = xstrdup(sender);
	row_clear(row);
	return row;
}

struct top_row *row_copy(const struct top_row *row)
{
	struct top_row *copy = xmemdup(row, sizeof(*row));

	copy->sender = xstrdup(row->sender);
	copy->all.delta = copy->last.delta = (struct delta){0};
	delta_merge(&copy->all.delta, &row->all.delta);
	delta_merge(&copy->last.delta, &row->last.delta);
	window_copy(&copy->window, &row->window);
	return copy;
}

void row_free(struct top_row *row)
{
	row_clear(row);
	free(row->sender);
	free(row);
}

void row_begin(struct top_row *row, uint64_t number)
{
	for (uint64_t age = 1; age < TOP_HISTORY && age < number; age++) {
		if (number - age == row->interval)
			break;
		row->history[(number - age) % TOP_HISTORY] = 0;
	}
	delta_clear(&row->last.delta);
	row->interval = number;
}

void row_end(struct top_row *row, uint64_t end_ns, uint64_t span_ns,
	     uint64_t window_ns)
{
	const enum lc_phase latency = top_latency(&row->key);

	set_figures(&row->last, latency);
	row->last_ns = span_ns;
	row->end_ns = end_ns;
	add_to_window(row, window_ns);
	set_recent(row, window_ns);
	note_outlier(row, end_ns);
	delta_merge(&row->all.delta, &row->last.delta);
	set_figures(&row->all, latency);
	for (int i = 0; i < LA_KINDS; i++)
		if (row->last.delta.anomaly[i])
			row->anomaly_interval[i] = row->interval;
	if (row->last.delta.counter[LC_ERRORS])
		row->error_interval = row->interval;
	row->history[row->interval % TOP_HISTORY] = row->last.latency.slowness;
}
