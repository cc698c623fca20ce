// SPDX-License-Identifier: GPL-2.0-only
#include "caller_rows.h"

#include "delta.h"
#include "diag.h"

/* Of the name of a function and its module. */
#define DRIVER_LEN 320

void caller_rows_init(struct caller_rows *r, struct top_model *m,
		      bool has_drivers)
{
	/* The timelines store no intervals, so they need no length. */
	timeline_init(&r->tasks.timeline, 0, CALLER_NAMES);
	timeline_init(&r->drivers.timeline, 0, CALLER_NAMES);
	r->has_drivers = has_drivers;
	m->lacks[TOP_BY_TASK] = false;
	m->lacks[TOP_BY_DRIVER] = !has_drivers;
}

static void free_group(struct caller_group *g)
{
	caller_sums_free(&g->sums);
	timeline_free(&g->timeline);
}

void caller_rows_free(struct caller_rows *r)
{
	free_group(&r->tasks);
	free_group(&r->drivers);
}

void caller_rows_start(struct caller_rows *r)
{
	caller_sums_start(&r->tasks.sums);
	caller_sums_start(&r->drivers.sums);
}

void caller_rows_add(struct caller_rows *r, const struct message_caller *c,
		     const char *stack)
{
	char driver[DRIVER_LEN];

	caller_sums_add(&r->tasks.sums, c->comm, c);
	if (r->has_drivers)
		caller_sums_add(&r->drivers.sums,
				stack_driver(stack, driver, sizeof(driver)), c);
}

/*
 * Callers count timeouts in their latencies, rows do not. They are the longest of an
 * interval, because each took as long as its caller waits for a reply.
 */
static void split_timeouts(struct delta *g)
{
	struct hist *total = &g->phase[LC_TOTAL], *lost = &g->phase[LC_TIMEOUT];
	const uint64_t completed = g->counter[LC_COMPLETED];
	uint64_t left = total->count > completed ? total->count - completed : 0;

	for (uint32_t i = total->n_buckets; i-- && left;) {
		struct hist_bucket *b = &total->bucket[i];
		const uint64_t n = b->n < left ? b->n : left;
		const uint64_t ns = hist_upper(b->index);

		hist_add_bucket(lost, b->index, n);
		sum_add(&lost->sum, ns * n);
		left -= n;
		b->n -= n;
		total->count -= n;
		if (!b->n)
			total->n_buckets--;
	}
	if (lost->sum > total->sum)
		lost->sum = total->sum;
	total->sum -= lost->sum;
	if (total->n_buckets)
		total->max =
			hist_upper(total->bucket[total->n_buckets - 1].index);
}

void caller_rows_apply(struct top_model *m, enum top_grouping by,
		       const struct caller_sums *sums,
		       const struct interval *in)
{
	for (size_t i = 0; i < in->n_deltas; i++) {
		const uint32_t number = in->delta[i].series;
		struct delta g = {0};

		delta_merge(&g, &in->delta[i]);
		split_timeouts(&g);
		top_add_sender(m, by, number, sums->sum[number].name, &g);
		delta_free(&g);
	}
}

static void end_group(struct caller_group *g, enum top_grouping by,
		      struct top_model *m)
{
	struct interval in;

	if (caller_sums_collect(&g->sums, &g->timeline))
		diag_error("callers: a counter decreased: this is a bug");
	timeline_pop_interval(&g->timeline, m->end_ns, &in);
	caller_rows_apply(m, by, &g->sums, &in);
	interval_free(&in);
}

void caller_rows_end(struct caller_rows *r, struct top_model *m)
{
	end_group(&r->tasks, TOP_BY_TASK, m);
	end_group(&r->drivers, TOP_BY_DRIVER, m);
}
