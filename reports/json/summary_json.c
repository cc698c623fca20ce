// SPDX-License-Identifier: GPL-2.0-only
/* The answer of a report as JSON: "summary" and "selection". */
#include "json_writer.h"
#include "summary.h"

static json_t *phases_of(const struct summary *s)
{
	json_t *array = json_array();

	for (size_t i = 0; i < s->n_parts; i++) {
		json_t *part = json_object();

		json_put(part, "phase", json_string(s->part[i].name));
		json_put(part, "sum_ns", json_sum(s->part[i].ns));
		json_put(part, "share",
			 json_real(summary_percent(s, s->part[i].ns) / 100));
		json_add(array, part);
	}
	return array;
}

static json_t *message_of(const struct summary *s, const struct series *series)
{
	const uint64_t ns = series_time_ns(series);
	json_t *message = json_key(&series->key);

	json_put(message, "time_ns", json_sum(ns));
	json_put(message, "share",
		 json_real_if(sum_is_known(s->time_ns),
			      summary_percent(s, ns) / 100));
	return message;
}

static json_t *messages_of(const struct summary *s)
{
	json_t *array = json_array();

	for (size_t i = 0; i < s->n_messages; i++)
		json_add(array, message_of(s, s->message[i]));
	return array;
}

static json_t *worst_of(const struct summary *s)
{
	const struct worst_interval *w = &s->worst;
	json_t *worst;

	if (!s->has_worst)
		return json_null();
	worst = json_key(&s->view->p->series[w->series].key);
	json_put(worst, "start_ns", json_number(w->start_ns));
	json_put(worst, "end_ns", json_number(w->end_ns));
	json_put(worst, "ratio", json_real(w->ratio));
	json_put(worst, "transfers", json_number(w->transfers));
	json_put(worst, "time_ns", json_sum(w->time_ns));
	json_put(worst, "p99_ns", json_percentile(&w->total, 990));
	return worst;
}

json_t *json_summary(const struct report_view *v)
{
	json_t *object = json_object();
	struct summary s;

	summary_init(&s, v);
	json_put(object, "transfers",
		 json_number(profile_total(v->p, LC_BEGUN)));
	json_put(object, "time_ns", json_sum(s.time_ns));
	json_put(object, "phases", phases_of(&s));
	json_put(object, "messages", messages_of(&s));
	json_put(object, "worst_interval", worst_of(&s));
	summary_free(&s);
	return object;
}

json_t *json_selection(const struct report_view *v)
{
	json_t *object;

	if (!filter_is_set(&v->options->filter))
		return json_null();
	object = json_object();
	json_put(object, "of_transfers", json_number(v->all_begun));
	json_put(object, "of_time_ns", json_sum(v->all_time_ns));
	return object;
}
