// SPDX-License-Identifier: GPL-2.0-only
#include "metric_families.h"

#include <stdlib.h>

#include "text.h"

/* A counter of each series of a type. */
static const struct series_counter {
	struct metric_family family;
	enum lc_counter counter;
	enum message_type type;
	bool always; /* also while it is 0 */
} series_counters[] = {
	{{"scmi_transfers_total", "Transfers that began.", METRIC_COUNTER},
	 LC_BEGUN,
	 MESSAGE_COMMAND,
	 true},
	{{"scmi_replies_total",
	  "Transfers that got a reply, with or without an SCMI error.",
	  METRIC_COUNTER},
	 LC_COMPLETED,
	 MESSAGE_COMMAND,
	 true},
	{{"scmi_errors_total", "Replies with an SCMI error status.",
	  METRIC_COUNTER},
	 LC_ERRORS,
	 MESSAGE_COMMAND,
	 true},
	{{"scmi_timeouts_total", "Transfers that ended without a reply.",
	  METRIC_COUNTER},
	 LC_TIMED_OUT,
	 MESSAGE_COMMAND,
	 true},
	{{"scmi_send_failures_total",
	  "Transfers whose message the transport rejected.", METRIC_COUNTER},
	 LC_SEND_FAILED,
	 MESSAGE_COMMAND,
	 false},
	{{"scmi_aged_out_total",
	  "Transfers that were given up because their end was never seen.",
	  METRIC_COUNTER},
	 LC_AGED_OUT,
	 MESSAGE_COMMAND,
	 false},
	{{"scmi_overlapped_total",
	  "Transfers with stamps out of order, whose phases were clamped.",
	  METRIC_COUNTER},
	 LC_OVERLAPPED,
	 MESSAGE_COMMAND,
	 false},
	{{"scmi_out_of_order_total",
	  "Transfers that got their reply after one sent later.",
	  METRIC_COUNTER},
	 LC_OUT_OF_ORDER,
	 MESSAGE_COMMAND,
	 false},
	{{"scmi_fast_calls_total",
	  "Calls of fast channels, which are not transfers.", METRIC_COUNTER},
	 LC_FAST_CALLS,
	 MESSAGE_COMMAND,
	 false},
	{{"scmi_notifications_total", "Notifications of the platform.",
	  METRIC_COUNTER},
	 LC_NOTIFIED,
	 MESSAGE_NOTIFICATION,
	 true},
};

#define N_COUNTERS (sizeof(series_counters) / sizeof(series_counters[0]))

static void start(struct metric_sink *s, const struct metric_family *f)
{
	s->current = f;
	s->family(s, f);
}

/* A sample with the labels of a series, if @key, and one more, if @name. */
static void sample(struct metric_sink *s, const struct series_key *key,
		   const char *name, const char *value, uint64_t n)
{
	struct metric_labels l;

	metric_labels_init(&l, key);
	if (name)
		metric_labels_add(&l, name, value);
	s->sample(s, &l, (struct metric_value){n, 1});
	metric_labels_free(&l);
}

static void single(struct metric_sink *s, const struct metric_family *f,
		   struct metric_value value)
{
	struct metric_labels l;

	metric_labels_init(&l, NULL);
	start(s, f);
	s->sample(s, &l, value);
	metric_labels_free(&l);
}

static void add_series_counter(const struct profile *p, struct metric_sink *s,
			       const struct series_counter *c)
{
	start(s, &c->family);
	for (size_t i = 0; i < p->n_series; i++) {
		const struct series *series = &p->series[i];
		const uint64_t n = series->counter[c->counter];

		if (series->key.type == c->type && (n || c->always))
			sample(s, &series->key, NULL, NULL, n);
	}
}

static void add_statuses(const struct profile *p, struct metric_sink *s)
{
	static const struct metric_family f = {
		"scmi_errors_by_status_total",
		"Replies with an SCMI error status, by that status.",
		METRIC_COUNTER};

	start(s, &f);
	for (size_t i = 0; i < p->n_series; i++)
		for (int j = 0; j < LC_STATUSES; j++)
			if (p->series[i].status[j])
				sample(s, &p->series[i].key, "status",
				       status_names[j], p->series[i].status[j]);
}

static void add_message_anomaly(struct metric_sink *s,
				const struct series *series, int kind)
{
	struct metric_labels l;

	metric_labels_init(&l, &series->key);
	metric_labels_add(&l, "type", message_type_names[series->key.type]);
	metric_labels_add(&l, "anomaly", anomaly_names[kind]);
	s->sample(s, &l, (struct metric_value){series->anomaly[kind], 1});
	metric_labels_free(&l);
}

/* Those of all series have a sample while they are 0, so that alerts see the first. */
static void add_anomalies(const struct profile *p, struct metric_sink *s)
{
	static const struct metric_family all = {
		"scmi_anomalies_total", "Anomalies of all messages, by kind.",
		METRIC_COUNTER};
	static const struct metric_family each = {
		"scmi_message_anomalies_total",
		"Anomalies of each message, by kind; none while there are "
		"none.",
		METRIC_COUNTER};

	start(s, &all);
	for (int i = 0; i < LA_KINDS; i++)
		sample(s, NULL, "anomaly", anomaly_names[i],
		       profile_anomalies(p, i));
	start(s, &each);
	for (size_t i = 0; i < p->n_series; i++)
		for (int j = 0; j < LA_KINDS; j++)
			if (p->series[i].anomaly[j])
				add_message_anomaly(s, &p->series[i], j);
}

/* Each number of @n has a sample, also while it is 0. */
static void add_causes(struct metric_sink *s, const struct metric_family *f,
		       const char *const *names, const uint64_t *n, int count)
{
	start(s, f);
	for (int i = 0; i < count; i++)
		sample(s, NULL, "cause", names[i], n[i]);
}

static void add_losses(const struct profile *p, struct metric_sink *s)
{
	static const struct metric_family lost = {
		"scmi_lost_total",
		"Transfers, samples or events that were not measured.",
		METRIC_COUNTER};
	static const struct metric_family gap = {
		"scmi_partly_measured_total",
		"Transfers and calls that were measured in part.",
		METRIC_COUNTER};
	static const struct metric_family untracked = {
		"scmi_untracked_total",
		"Ends and delayed responses of unknown transfers.",
		METRIC_COUNTER};
	static const struct metric_family unparsed = {
		"scmi_unparsed_lines_total",
		"Lines of a log that could not be parsed as SCMI events.",
		METRIC_COUNTER};

	add_causes(s, &lost, lost_names, p->lost, LOST_CAUSES);
	add_causes(s, &gap, gap_names, p->gap, LC_GAPS);
	single(s, &untracked, (struct metric_value){p->untracked, 1});
	single(s, &unparsed, (struct metric_value){p->unparsed_lines, 1});
}

static void add_latencies(const struct exposition *e, struct metric_sink *s)
{
	static const struct metric_family f = {
		"scmi_latency_seconds",
		"Time of transfers by phase; timeouts are in phase timeout "
		"only.",
		METRIC_HISTOGRAM};
	const struct profile *p = e->profile;

	start(s, &f);
	for (size_t i = 0; i < p->n_series; i++) {
		const struct series *series = &p->series[i];
		struct metric_labels l;

		metric_labels_init(&l, &series->key);
		for (int phase = 0; phase < LC_PHASES; phase++) {
			if (!series->phase[phase].count ||
			    (e->phases && !(e->phases >> phase & 1)))
				continue;
			metric_labels_add(&l, "phase", phase_names[phase]);
			s->histogram(s, &l, &series->phase[phase]);
			l.n--;
		}
		metric_labels_free(&l);
	}
}

static const char *or_unknown(const char *text)
{
	return text ? text : "";
}

/* The names are those of this program, or of a file, which may have anything. */
static void add_infos(const struct profile *p, struct metric_sink *s)
{
	static const struct metric_family build = {
		"scmi_build_info", "The version of scmi-perf.", METRIC_GAUGE};
	static const struct metric_family source = {
		"scmi_source_info", "The origin of the events, and its kernel.",
		METRIC_GAUGE};
	const struct run *run = p->n_runs ? &p->runs[0] : NULL;
	struct metric_labels l;
	char *kernel, *arch;

	metric_labels_init(&l, NULL);
	metric_labels_add(&l, "version", SCMI_PERF_VERSION);
	start(s, &build);
	s->sample(s, &l, (struct metric_value){1, 1});
	if (!run)
		return;
	l.n = 0;
	kernel = text_escape(or_unknown(run->kernel));
	arch = text_escape(or_unknown(run->arch));
	metric_labels_add(&l, "source", source_names[run->source]);
	metric_labels_add(&l, "kernel", kernel);
	metric_labels_add(&l, "arch", arch);
	start(s, &source);
	s->sample(s, &l, (struct metric_value){1, 1});
	free(kernel);
	free(arch);
}

static void add_exporter(const struct exporter_counts *c, struct metric_sink *s)
{
	static const struct metric_family up = {
		"scmi_source_up", "1 while the source of events has not ended.",
		METRIC_GAUGE};
	static const struct metric_family scrapes = {
		"scmi_exporter_scrapes_total",
		"Scrapes that were answered, before this one.", METRIC_COUNTER};
	static const struct metric_family seconds = {
		"scmi_exporter_scrape_seconds_total",
		"Time of these scrapes in this program.", METRIC_COUNTER};
	static const struct metric_family refused = {
		"scmi_exporter_refused_requests_total",
		"Requests that were refused.", METRIC_COUNTER};

	static const struct metric_family pushes = {
		"scmi_exporter_pushes_total",
		"Requests to an OTLP receiver that succeeded.", METRIC_COUNTER};
	static const struct metric_family failed = {
		"scmi_exporter_failed_pushes_total",
		"Requests to an OTLP receiver that failed.", METRIC_COUNTER};

	single(s, &up, (struct metric_value){!c->source_ended, 1});
	single(s, &scrapes, (struct metric_value){c->scrapes, 1});
	single(s, &seconds, (struct metric_value){c->scrape_ns, 1000000000});
	single(s, &refused, (struct metric_value){c->refused, 1});
	single(s, &pushes, (struct metric_value){c->pushes, 1});
	single(s, &failed, (struct metric_value){c->failed_pushes, 1});
}

void metric_families(const struct exposition *e, struct metric_sink *s)
{
	static const struct metric_family in_flight = {
		"scmi_transfers_in_flight",
		"Transfers that have begun and not ended.", METRIC_GAUGE};
	static const struct metric_family folded = {
		"scmi_folded_series",
		"Series beyond the limit, which are added up as \"other\".",
		METRIC_GAUGE};
	const struct profile *p = e->profile;

	add_infos(p, s);
	if (e->exporter)
		add_exporter(e->exporter, s);
	single(s, &folded, (struct metric_value){e->folded, 1});
	single(s, &in_flight, (struct metric_value){profile_in_flight(p), 1});
	for (size_t i = 0; i < N_COUNTERS; i++)
		add_series_counter(p, s, &series_counters[i]);
	add_statuses(p, s);
	add_anomalies(p, s);
	add_losses(p, s);
	add_latencies(e, s);
}
