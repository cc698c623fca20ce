// SPDX-License-Identifier: GPL-2.0-only
#include "model.h"

#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "delta.h"

/* Returns the index of a key, or the one to insert it at. */
static size_t index_of(const struct top_level *l, const struct series_key *key)
{
	size_t from = 0, to = l->n;

	while (from < to) {
		const size_t middle = from + (to - from) / 2;

		if (series_key_compare(&l->row[middle]->key, key) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

static struct top_row *find(const struct top_level *l,
			    const struct series_key *key)
{
	const size_t at = index_of(l, key);

	if (at == l->n || series_key_compare(&l->row[at]->key, key))
		return NULL;
	return l->row[at];
}

static void reserve(struct top_level *l)
{
	size_t cap = l->cap;

	array_reserve(l->row, l->n, l->cap);
	array_reserve(l->changed, l->n, cap);
}

static struct top_row *insert(struct top_level *l, const struct series_key *key,
			      const char *sender)
{
	const size_t at = index_of(l, key);
	struct top_row *row = row_new(*key, sender);

	reserve(l);
	memmove(&l->row[at + 1], &l->row[at],
		(l->n - at) * sizeof(struct top_row *));
	l->row[at] = row;
	l->n++;
	return row;
}

static void clear(struct top_level *l)
{
	for (size_t i = 0; i < l->n; i++)
		row_free(l->row[i]);
	free(l->row);
	free(l->changed);
	*l = (struct top_level){0};
}

/* @key: of the row; @sender: its name if it is a task or driver, else NULL. */
static void add_to_row(struct top_model *m, int grouping,
		       const struct series_key *key, const char *sender,
		       const struct delta *g)
{
	struct top_level *l = &m->level[grouping];
	struct top_row *row = find(l, key);

	if (!row)
		row = insert(l, key, sender);
	if (row->interval != m->intervals) {
		row_begin(row, m->intervals);
		l->changed[l->n_changed++] = row;
	}
	delta_merge(&row->last.delta, g);
}

static void add_delta(struct top_model *m, int grouping, struct series_key key,
		      const struct delta *g)
{
	key = top_key_in(key, grouping);
	add_to_row(m, grouping, &key, NULL, g);
}

struct top_model *top_model_new(void)
{
	struct top_model *m = xcalloc(1, sizeof(*m));

	m->window_ns = TOP_WINDOW_NS;
	m->lacks[TOP_BY_RESOURCE] = true;
	m->lacks[TOP_BY_TASK] = m->lacks[TOP_BY_DRIVER] = true;
	insert(&m->level[TOP_BY_NOTHING], &(struct series_key){0}, NULL);
	return m;
}

void top_model_free(struct top_model *m)
{
	if (!m)
		return;
	for (int i = 0; i <= TOP_BY_NOTHING; i++)
		clear(&m->level[i]);
	fast_rows_free(&m->fast);
	free(m);
}

struct top_model *top_model_copy(const struct top_model *m)
{
	struct top_model *copy = xmemdup(m, sizeof(*m));

	copy->fast = fast_rows_copy(&m->fast);
	for (int i = 0; i <= TOP_BY_NOTHING; i++) {
		const struct top_level *from = &m->level[i];
		struct top_level *to = &copy->level[i];

		/* Between intervals no row is in the list of changed ones. */
		for (*to = (struct top_level){0}; to->n < from->n; to->n++) {
			reserve(to);
			to->row[to->n] = row_copy(from->row[to->n]);
		}
	}
	return copy;
}

void top_begin_interval(struct top_model *m, uint64_t end_ns)
{
	m->intervals++;
	m->begin_ns = m->end_ns;
	m->end_ns = end_ns;
}

void top_add_delta(struct top_model *m, struct series_key key,
		   const struct delta *g)
{
	add_delta(m, TOP_BY_MESSAGE, key, g);
	if (!m->lacks[TOP_BY_RESOURCE])
		add_delta(m, TOP_BY_RESOURCE, key, g);
}

void top_add_sender(struct top_model *m, enum top_grouping by, uint32_t number,
		    const char *name, const struct delta *g)
{
	add_to_row(m, by, &(struct series_key){.resource_plus = number + 1},
		   name, g);
}

void top_set_fast(struct top_model *m, const struct fast_channel *f, size_t n)
{
	fast_rows_update(&m->fast, f, n);
}

void top_add_event(struct top_model *m, const struct anomaly_event *event)
{
	m->event[m->n_events++ % PROFILE_EVENTS] = *event;
}

/* Ends the interval of a grouping's rows and adds them to those made of them. */
static void end_level(struct top_model *m, int grouping)
{
	struct top_level *l = &m->level[grouping];

	for (size_t i = 0; i < l->n_changed; i++) {
		struct top_row *row = l->changed[i];

		row_end(row, m->end_ns, m->end_ns - m->begin_ns, m->window_ns);
		for (int to = grouping + 1; to <= TOP_BY_NOTHING; to++)
			if (grouping_source(to) == (enum top_grouping)grouping)
				add_delta(m, to, row->key, &row->last.delta);
	}
	l->n_changed = 0;
}

struct top_status top_status_of(const struct profile *p, uint64_t time_ns,
				uint64_t in_flight)
{
	struct top_status status = {
		.time_ns = time_ns,
		.in_flight = in_flight,
		.untracked = p->untracked,
		.unparsed_lines = p->unparsed_lines,
		.self_runs = p->runs[0].self_runs,
		.self_ns = p->runs[0].self_ns,
	};

	memcpy(status.lost, p->lost, sizeof(status.lost));
	return status;
}

void top_end_interval(struct top_model *m, const struct top_status *status)
{
	m->status = *status;
	for (int i = 0; i <= TOP_BY_NOTHING; i++)
		end_level(m, i);
	overview_add(&m->overview, m->end_ns - m->begin_ns,
		     top_idle(m, top_total(m)) ? NULL : top_total(m));
}

void top_reset(struct top_model *m)
{
	for (int i = 0; i < TOP_BY_NOTHING; i++)
		clear(&m->level[i]);
	/* The total's row stays: callers may have a pointer to it. */
	row_clear(m->level[TOP_BY_NOTHING].row[0]);
	fast_rows_reset(&m->fast);
	m->intervals = 0;
	m->n_events = 0;
	m->overview.n = 0;
	m->start_ns = m->end_ns;
}

void top_set_window(struct top_model *m, uint64_t window_ns)
{
	m->window_ns = window_ns;
	for (int i = 0; i <= TOP_BY_NOTHING; i++)
		for (size_t n = 0; n < m->level[i].n; n++)
			row_set_window(m->level[i].row[n], window_ns);
}

const struct top_row *top_total(const struct top_model *m)
{
	return m->level[TOP_BY_NOTHING].row[0];
}

uint64_t top_interval_ns(const struct top_model *m)
{
	return m->intervals ? m->end_ns - m->begin_ns : 0;
}

uint64_t top_window_ns(const struct top_model *m)
{
	const uint64_t interval_ns = top_interval_ns(m);

	return m->window_ns > interval_ns ? m->window_ns : interval_ns;
}

uint64_t top_since_ns(const struct top_model *m)
{
	return m->end_ns - m->start_ns;
}

uint64_t top_idle(const struct top_model *m, const struct top_row *row)
{
	return m->intervals - row->interval;
}

uint64_t top_history(const struct top_model *m, const struct top_row *row,
		     uint64_t age)
{
	const uint64_t idle = top_idle(m, row);

	if (age < idle || age - idle >= TOP_HISTORY || age >= m->intervals)
		return 0;
	return row->history[(m->intervals - age) % TOP_HISTORY];
}

const struct anomaly_event *top_recent(const struct top_model *m, size_t n)
{
	if (n >= m->n_events || n >= PROFILE_EVENTS)
		return NULL;
	return &m->event[(m->n_events - 1 - n) % PROFILE_EVENTS];
}
