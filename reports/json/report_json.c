// SPDX-License-Identifier: GPL-2.0-only
/*
 * The report as JSON. Its keys are a contract, docs/report.schema.json: keys
 * are added, never removed or redefined.
 */
#include "json_reports.h"

#include <stdlib.h>

#include "facts.h"
#include "json_senders.h"
#include "json_writer.h"
#include "names.h"
#include "text.h"

static json_t *hooks_of(const struct run *run)
{
	json_t *hooks = json_object();

	for (size_t i = 0; i < run->n_hooks; i++) {
		char *name = text_utf8(run->hooks[i].name);

		json_put(hooks, name, json_text(run->hooks[i].how));
		free(name);
	}
	return hooks;
}

/* Of instances with different vendors; null if all have the same, or none is known. */
static json_t *vendors_of(const struct run *run)
{
	json_t *vendors = json_array();

	for (size_t i = 0; i < run->n_vendors; i++) {
		const struct instance_vendor *v = &run->vendors[i];
		json_t *vendor = json_object();

		json_put(vendor, "instance", json_number(v->instance));
		json_put(vendor, "vendor", json_text(v->vendor));
		json_put(vendor, "sub_vendor", json_text(v->sub_vendor));
		json_add(vendors, vendor);
	}
	if (run->n_vendors)
		return vendors;
	json_decref(vendors);
	return json_null();
}

static json_t *meta_of_run(const struct run *run)
{
	json_t *meta = json_object();

	json_put(meta, "source", json_text(source_names[run->source]));
	json_put(meta, "kernel", json_text(run->kernel));
	json_put(meta, "arch", json_text(run->arch));
	json_put(meta, "hooks", hooks_of(run));
	json_put(meta, "duration_ns", json_number(run->duration_ns));
	json_put(meta, "resolution_ns", json_number(run->resolution_ns));
	json_put(meta, "start_unix_s",
		 json_number_if(run->start_unix_s, run->start_unix_s));
	json_put(meta, "log_start_ns",
		 json_number_if(run->log_start_ns, run->log_start_ns));
	json_put(meta, "host", json_text(run->host));
	json_put(meta, "command", json_text(run->command));
	json_put(meta, "tool", json_text(run->tool));
	json_put(meta, "label", json_text(run->label));
	json_put(meta, "vendor", json_text(run->vendor));
	json_put(meta, "sub_vendor", json_text(run->sub_vendor));
	json_put(meta, "vendors", vendors_of(run));
	json_put(meta, "deterministic", json_boolean(run->deterministic));
	json_put(meta, "misses_counted", json_boolean(run->misses_counted));
	json_put(meta, "self_runs",
		 json_number_if(run->self_runs, run->self_runs));
	json_put(meta, "self_ns", json_number_if(run->self_runs, run->self_ns));
	return meta;
}

/*
 * Metadata of all runs: their common values, null where they differ, and the sum
 * of their durations.
 */
static json_t *meta_of_all(const struct profile *p)
{
	json_t *meta = meta_of_run(&p->runs[0]), *runs = json_array();
	uint64_t duration_ns = 0;

	for (size_t i = 0; i < p->n_runs; i++) {
		json_t *run = meta_of_run(&p->runs[i]), *value;
		const char *key;

		json_object_foreach(run, key, value) {
			if (!json_equal(json_object_get(meta, key), value))
				json_put(meta, key, json_null());
		}
		sum_add(&duration_ns, p->runs[i].duration_ns);
		json_add(runs, run);
	}
	json_put(meta, "duration_ns", json_number(duration_ns));
	json_put(meta, "runs", runs);
	return meta;
}

static json_t *phase_of(const struct series *s, enum lc_phase phase)
{
	const struct hist *h = &s->phase[phase];
	json_t *object = json_key(&s->key);
	double mean;

	json_put(object, "phase", json_string(phase_names[phase]));
	json_put(object, "count", json_number(h->count));
	json_put(object, "min_ns", json_number(h->min));
	json_put(object, "max_ns", json_number(h->max));
	json_put(object, "mean_ns",
		 hist_mean(h, &mean) ? json_real(mean) : json_null());
	json_put(object, "p50_ns", json_percentile(h, 500));
	json_put(object, "p90_ns", json_percentile(h, 900));
	json_put(object, "p99_ns", json_percentile(h, 990));
	json_put(object, "p999_ns", json_percentile(h, 999));
	json_put(object, "sum_ns", json_sum(h->sum));
	return object;
}

/*
 * Calls @add for each series of the report: in the order of keys, which readers of
 * earlier versions know, unless another order or a part is requested.
 */
static json_t *each_series(const struct report_view *v,
			   void (*add)(const struct report_view *v,
				       const struct series *s, json_t *array))
{
	const bool ordered = v->options->sorted || v->hidden;
	json_t *array = json_array();

	for (size_t i = 0; ordered && i < v->n; i++)
		add(v, v->row[i], array);
	for (size_t i = 0; !ordered && i < v->p->n_series; i++)
		add(v, &v->p->series[i], array);
	return array;
}

static void add_phases(const struct report_view *v, const struct series *s,
		       json_t *array)
{
	for (int phase = 0; phase < LC_PHASES; phase++)
		if (s->phase[phase].count && report_view_has_phase(v, phase))
			json_add(array, phase_of(s, phase));
}

/* begun = completed + timed_out + send_failed + aged_out + in_flight */
static json_t *counters(const struct profile *p)
{
	json_t *object = json_object();

	for (int i = 0; i < LC_COUNTERS; i++) {
		if (i == LC_OVERLAPPED)
			json_put(object, "in_flight",
				 json_number(profile_in_flight(p)));
		json_put(object, counter_names[i],
			 json_number(profile_total(p, i)));
	}
	json_put(object, "unparsed_lines", json_number(p->unparsed_lines));
	json_put(object, "lost", json_counts(lost_names, p->lost, LOST_CAUSES));
	json_put(object, "untracked", json_number(p->untracked));
	json_put(object, "gaps", json_counts(gap_names, p->gap, LC_GAPS));
	json_put(object, "time_ns", json_sum(profile_time_ns(p)));
	json_put(object, "statuses", json_statuses(p));
	return object;
}

static json_t *anomalies(const struct profile *p)
{
	json_t *array = json_array();

	for (size_t i = 0; i < p->n_series; i++)
		for (int kind = 0; kind < LA_KINDS; kind++) {
			const struct series *s = &p->series[i];
			json_t *object;

			if (!s->anomaly[kind])
				continue;
			object = json_anomaly(kind, &s->key);
			json_put(object, "count",
				 json_number(s->anomaly[kind]));
			json_add(array, object);
		}
	return array;
}

/* The last anomalies, in the order of their detection. */
static json_t *events(const struct profile *p)
{
	json_t *array = json_array();

	for (size_t i = 0; i < p->n_events; i++)
		json_add(array, json_event(&p->events[i]));
	return array;
}

/* The counters of a series, with or without a latency. */
static void add_transfers(const struct report_view *v, const struct series *s,
			  json_t *array)
{
	json_t *object = json_key(&s->key);

	(void)v;
	json_put_counts(object, counter_names, s->counter, LC_COUNTERS);
	json_put(object, "in_flight", json_number(s->in_flight));
	json_put(object, "statuses",
		 json_counts_if(status_names, s->status, LC_STATUSES));
	json_put(object, "time_ns", json_sum(series_time_ns(s)));
	json_add(array, object);
}

/* The calls of each fast channel; the rate is null without a duration. */
static json_t *fast_channels(const struct profile *p, uint64_t duration_ns)
{
	json_t *array = json_array();

	for (size_t i = 0; i < p->n_fast; i++)
		json_add(array, json_fast_channel(&p->fast[i], duration_ns));
	return array;
}

static json_t *delta_of(const struct profile *p, const struct delta *g)
{
	json_t *object = json_key(&p->series[g->series].key);

	json_delta(object, g);
	return object;
}

/* The time series, which is empty when there is none. */
static json_t *intervals_of(const struct profile *p)
{
	json_t *array = json_array();

	for (size_t i = 0; i < p->n_intervals; i++) {
		const struct interval *in = &p->intervals[i];
		json_t *object = json_object(), *deltas = json_array();

		json_put(object, "end_ns", json_number(in->end_ns));
		for (size_t g = 0; g < in->n_deltas; g++)
			json_add(deltas, delta_of(p, &in->delta[g]));
		json_put(object, "deltas", deltas);
		json_add(array, object);
	}
	return array;
}

void report_json(const struct report_view *v, FILE *out)
{
	const struct profile *p = v->p;
	json_t *root = json_object();

	json_put(root, "schema", json_string("scmi-perf-report/1"));
	json_put(root, "meta", meta_of_all(p));
	json_put(root, "series", each_series(v, add_phases));
	json_put(root, "counters", counters(p));
	json_put(root, "anomalies", anomalies(p));
	json_put(root, "transfers", each_series(v, add_transfers));
	json_put(root, "fast_channels", fast_channels(p, all_runs_ns(p)));
	json_put(root, "events", events(p));
	json_put(root, "senders", json_senders(p->senders));
	json_put(root, "interval_ns",
		 json_number_if(p->n_intervals, p->interval_ns));
	json_put(root, "intervals", intervals_of(p));
	json_put(root, "summary", json_summary(v));
	json_put(root, "selection", json_selection(v));
	json_print(root, out);
}
