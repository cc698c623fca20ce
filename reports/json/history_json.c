// SPDX-License-Identifier: GPL-2.0-only
#include "json_reports.h"

#include <math.h>
#include <stdlib.h>

#include "compare.h"
#include "history.h"
#include "json_writer.h"
#include "names.h"

static json_t *recordings_of(const struct history *h)
{
	json_t *recordings = json_array();

	for (size_t i = 0; i < h->n; i++) {
		const struct run *run = history_run(h, i);
		json_t *object = json_object();

		json_put(object, "file", json_text(history_path(h, i)));
		json_put(object, "label", json_text(run->label));
		json_put(object, "start_unix_s",
			 json_number_if(run->start_unix_s, run->start_unix_s));
		json_put(object, "kernel", json_text(run->kernel));
		json_put(object, "host", json_text(run->host));
		json_add(recordings, object);
	}
	return recordings;
}

/* A new object that names a series. */
static json_t *name_of(const struct history_series *s)
{
	const bool is_time = history_is_time(s->measure);
	json_t *object = json_key(&s->key);

	json_put(object, "phase",
		 is_time ? json_string(phase_names[s->phase]) : json_null());
	json_put(object, "measure",
		 json_string(history_measure_name(s->measure)));
	json_put(object, "unit", json_string(is_time ? "ns" : "percent"));
	return object;
}

static json_t *series_of(const struct history *h)
{
	json_t *list = json_array();

	for (size_t j = 0; j < h->n_series; j++) {
		json_t *object = name_of(&h->series[j]), *values = json_array();

		for (size_t i = 0; i < h->n; i++) {
			const double value = history_values(h, j)[i];

			json_add(values, json_real_if(!isnan(value), value));
		}
		json_put(object, "values", values);
		json_add(list, object);
	}
	return list;
}

static json_t *row_of(const struct history *h, const struct history_row *row)
{
	const bool interval = row->shift.interval && !h->deterministic;
	json_t *object = name_of(&h->series[row->series]);

	json_put(object, "series", json_integer((json_int_t)row->series));
	json_put(object, "before", json_real(row->before.value));
	json_put(object, "after", json_real(row->after.value));
	json_put(object, "recordings_before",
		 json_integer((json_int_t)row->n_before));
	json_put(object, "recordings_after",
		 json_integer((json_int_t)row->n_after));
	json_put(object, "shift", json_real(row->shift.value));
	json_put(object, "shift_low", json_real_if(interval, row->shift.low));
	json_put(object, "shift_high", json_real_if(interval, row->shift.high));
	json_put(object, "relative",
		 json_real_if(row->before.value > 0,
			      row->shift.value / row->before.value));
	json_put(object, "worse", json_boolean(row->shift.value > 0));
	return object;
}

static json_t *changes_of(const struct history *h)
{
	json_t *changes = json_array();

	for (size_t i = 0; i < h->n_changes; i++) {
		const struct history_change *c = &h->changes[i];
		json_t *object = json_object(), *rows = json_array();
		char *name = history_name(h, c->at);

		for (size_t j = 0; j < c->n_rows; j++)
			json_add(rows, row_of(h, &c->rows[j]));
		json_put(object, "recording", json_integer((json_int_t)c->at));
		json_put(object, "name", json_text(name));
		json_put(object, "file", json_text(history_path(h, c->at)));
		json_put(object, "state",
			 json_string(history_state_names[c->state]));
		json_put(object, "p", json_real_if(c->p > 0, c->p));
		json_put(object, "worse", json_boolean(c->worse));
		json_put(object, "series", rows);
		json_add(changes, object);
		free(name);
	}
	return changes;
}

void history_json(const struct history *h, FILE *out)
{
	json_t *root = json_object();

	json_put(root, "schema", json_string("scmi-perf-history/1"));
	json_put(root, "ordered_by",
		 json_string(h->timed ? "start" : "arguments"));
	json_put(root, "deterministic", json_boolean(h->deterministic));
	json_put(root, "alpha", json_real(CHANGE_ALPHA));
	json_put(root, "suspect_alpha", json_real(CHANGE_SUSPECT_ALPHA));
	json_put(root, "confidence", json_real(COMPARE_CONFIDENCE));
	json_put(root, "last", json_integer((json_int_t)h->last));
	json_put(root, "worse",
		 json_integer((json_int_t)history_worse(h, HISTORY_CERTAIN)));
	json_put(root, "suspected",
		 json_integer((json_int_t)history_worse(h, HISTORY_SUSPECTED)));
	json_put(root, "recordings", recordings_of(h));
	json_put(root, "changes", changes_of(h));
	json_put(root, "series", series_of(h));
	json_print(root, out);
}
