// SPDX-License-Identifier: GPL-2.0-only
/*
 * The live view as NDJSON. Its keys are an interface, docs/top.schema.json: later
 * versions may add keys, but not remove them or change their meaning.
 */
#include "top_json.h"

#include "json_writer.h"
#include "names.h"

static json_t *time_or_null(uint64_t ns)
{
	return json_number_if(ns != TOP_NO_VALUE, ns);
}

static void put_times(json_t *object, const uint64_t time[TOP_TIMES])
{
	json_put(object, "p50_ns", time_or_null(time[TOP_P50]));
	json_put(object, "p90_ns", time_or_null(time[TOP_P90]));
	json_put(object, "p99_ns", time_or_null(time[TOP_P99]));
	json_put(object, "max_ns", time_or_null(time[TOP_MAX]));
}

/* The traffic of @span_ns. */
static json_t *figures(const struct top_figures *f, uint64_t span_ns)
{
	json_t *object = json_object();

	json_put(object, "span_ns", json_number(span_ns));
	json_put(object, "messages", json_number(top_messages(f)));
	json_put(object, "per_second",
		 json_real_if(span_ns,
			      (double)top_messages(f) * 1e9 / (double)span_ns));
	json_put(object, "waited_ns", json_sum(top_waited_ns(f)));
	put_times(object, f->latency.time);
	json_delta(object, &f->delta);
	return object;
}

/* The latencies of the window that ends with the last interval with traffic. */
static json_t *window(const struct top_row *row)
{
	json_t *object = json_object();

	put_times(object, row->recent.time);
	return object;
}

/* Adds the traffic of the last interval, of the window, and since the start. */
static void put_figures(json_t *object, const struct top_model *m,
			const struct top_row *row)
{
	const bool idle = !row->interval || top_idle(m, row);

	json_put(object, "last",
		 idle ? json_null() : figures(&row->last, row->last_ns));
	json_put(object, "window", window(row));
	json_put(object, "since", figures(&row->all, top_since_ns(m)));
}

/* The members of a row's key that the grouping uses. */
static json_t *key_of(const struct top_row *row, enum top_grouping grouping)
{
	enum {
		MEMBERS = 6
	};
	static const char *const unused[TOP_GROUPINGS][MEMBERS] = {
		[TOP_BY_RESOURCE] = {"channel", "message", "message_name",
				     "type"},
		[TOP_BY_PROTOCOL] = {"channel", "message", "message_name",
				     "type"},
		[TOP_BY_CHANNEL] = {"protocol", "protocol_name", "message",
				    "message_name", "type"},
		[TOP_BY_INSTANCE] = {"channel", "protocol", "protocol_name",
				     "message", "message_name", "type"},
		[TOP_BY_TRANSPORT] = {"channel", "protocol", "protocol_name",
				      "message", "message_name", "type"},
	};
	json_t *key;

	if (row->sender) {
		key = json_object();
		json_put(key, top_grouping_names[grouping],
			 *row->sender ? json_text(row->sender) : json_null());
		return key;
	}
	key = json_key(&row->key);
	for (size_t i = 0; i < MEMBERS && unused[grouping][i]; i++)
		json_object_del(key, unused[grouping][i]);
	if (grouping == TOP_BY_TRANSPORT)
		json_object_del(key, "instance");
	return key;
}

static json_t *row_of(const struct top_model *m, const struct top_view *v,
		      const struct top_row *row)
{
	const enum top_grouping grouping = v->set.grouping;
	const struct alert *alert = alerts_find(&v->alerts, m, row);
	const enum lc_anomaly anomaly = top_marked_anomaly(m, row);
	json_t *object = key_of(row, grouping);
	char name[TOP_NAME_LEN];
	enum lc_phase phase;
	double share;

	phase = top_marked_phase(&row->last, &share);
	json_put(object, "name", json_text(top_row_label(row, grouping, name)));
	json_put(object, "idle", json_number(top_idle(m, row)));
	json_put(object, "marked_phase",
		 json_text(phase == LC_PHASES ? NULL : phase_names[phase]));
	json_put(object, "marked_share",
		 json_real_if(phase != LC_PHASES, share));
	json_put(
		object, "marked_anomaly",
		json_text(anomaly == LA_KINDS ? NULL : anomaly_names[anomaly]));
	json_put(object, "alert", json_text(alert ? alert->text : NULL));
	put_figures(object, m, row);
	return object;
}

/* Adds the counts that do not belong to a row, since the source started. */
static void put_status(json_t *root, const struct top_status *status)
{
	json_put(root, "in_flight", json_number(status->in_flight));
	json_put(root, "lost",
		 json_counts(lost_names, status->lost, LOST_CAUSES));
	json_put(root, "untracked", json_number(status->untracked));
	json_put(root, "unparsed_lines", json_number(status->unparsed_lines));
	json_put(root, "self_runs",
		 json_number_if(status->self_runs, status->self_runs));
	json_put(root, "self_ns",
		 json_number_if(status->self_runs, status->self_ns));
}

/* The fast channels, since the source started. */
static json_t *fast_channels(const struct top_model *m)
{
	json_t *array = json_array();

	for (size_t i = 0; i < m->fast.n; i++) {
		const struct fast_row *row = &m->fast.row[i];
		json_t *object =
			json_fast_channel(&row->now, m->status.time_ns);

		json_put(object, "last_calls", json_number(fast_row_last(row)));
		json_add(array, object);
	}
	return array;
}

/* The last @n anomalies, the oldest first. */
static json_t *events(const struct top_model *m, size_t n)
{
	json_t *array = json_array();

	while (n--) {
		const struct anomaly_event *event = top_recent(m, n);

		if (event)
			json_add(array, json_event(event));
	}
	return array;
}

void top_json(const struct top_model *m, const struct top_view *v,
	      const struct draw_about *about, size_t anomalies, FILE *out)
{
	json_t *root = json_object(), *rows = json_array();
	json_t *total = json_object();

	json_put(root, "schema", json_string("scmi-perf-top/1"));
	json_put(root, "mode", json_string(about->mode));
	json_put(root, "source", json_string(source_names[about->run->source]));
	json_put(root, "kernel", json_text(about->run->kernel));
	json_put(root, "arch", json_text(about->run->arch));
	json_put(root, "start_unix_s",
		 json_number_if(about->run->start_unix_s,
				about->run->start_unix_s));
	json_put(root, "time_ns", json_number(m->status.time_ns));
	json_put(root, "interval_ns", json_number(top_interval_ns(m)));
	json_put(root, "window_ns", json_number(top_window_ns(m)));
	json_put(root, "cpu_share",
		 json_real_if(about->own_cpu >= 0, about->own_cpu));
	put_status(root, &m->status);
	put_figures(total, m, top_total(m));
	json_put(root, "total", total);
	json_put(root, "grouping",
		 json_string(top_grouping_names[v->set.grouping]));
	json_put(root, "sort", json_string(top_sort_names[v->set.sort]));
	for (size_t i = 0; i < v->n_rows; i++)
		json_add(rows, row_of(m, v, v->row[i]));
	json_put(root, "alerts", json_number(v->alerts.n_rows));
	json_put(root, "rows", rows);
	json_put(root, "fast_channels", fast_channels(m));
	json_put(root, "events", events(m, anomalies));
	json_print_line(root, out);
}
