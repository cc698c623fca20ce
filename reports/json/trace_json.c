// SPDX-License-Identifier: GPL-2.0-only
/*
 * A trace as NDJSON, docs/trace.schema.json. It is printed directly, without
 * jansson's tree of values, because a slow reader makes the ring lose events.
 */
#include "json_reports.h"

#include <inttypes.h>

#include "json_writer.h"
#include "names.h"
#include "phases.h"
#include "trace_words.h"

/* Prints a string of any bytes, quoted. */
static void write_string(const char *s, FILE *out)
{
	json_t *value = json_text(s);

	json_print_value(value, JSON_ENCODE_ANY, out);
	json_decref(value);
}

static void write_key(const struct series_key *key, FILE *out)
{
	char protocol[8], message[8];

	fprintf(out,
		",\"instance\":%u,\"transport\":\"%s\",\"channel\":%u"
		",\"protocol\":%u,\"protocol_name\":\"%s\""
		",\"message\":%u,\"message_name\":\"%s\",\"message_type\":\"%"
		"s\"",
		key->instance, transport_names[key->transport], key->channel,
		key->protocol, protocol_label(key, protocol, sizeof(protocol)),
		key->message, key_message_label(key, message, sizeof(message)),
		message_type_names[key->type]);
	if (key->resource_plus)
		fprintf(out, ",\"resource\":%" PRIu32, key->resource_plus - 1);
}

static void write_anomalies(uint32_t anomalies, FILE *out)
{
	const char *separator = "";

	fputs(",\"anomalies\":[", out);
	for (int i = 0; i < LA_KINDS; i++) {
		if (!(anomalies & 1u << i))
			continue;
		fprintf(out, "%s\"%s\"", separator, anomaly_names[i]);
		separator = ",";
	}
	fputc(']', out);
}

static void write_phases(const struct trace_event *e, FILE *out)
{
	const struct lc_ended ended = trace_split(e);
	const char *separator = "";

	if (trace_has_start(e))
		fprintf(out, ",\"total_ns\":%" PRIu64,
			(uint64_t)(ended.phases & 1u << LC_TIMEOUT
					   ? ended.ns[LC_TIMEOUT]
					   : ended.ns[LC_TOTAL]));
	else
		fputs(",\"total_ns\":null", out);
	if (ended.phases & 1u << LC_ANSWER)
		fprintf(out, ",\"answer_ns\":%" PRIu64,
			(uint64_t)ended.ns[LC_ANSWER]);
	fputs(",\"phases\":{", out);
	for (int i = LC_SUBMIT; i <= LC_WAKEUP; i++) {
		if (!(ended.phases & 1u << i))
			continue;
		fprintf(out, "%s\"%s_ns\":%" PRIu64, separator, phase_names[i],
			(uint64_t)ended.ns[i]);
		separator = ",";
	}
	fprintf(out, "},\"overlapped\":%s,\"out_of_order\":%s",
		ended.overlapped ? "true" : "false",
		e->t.seen & LC_SEEN_OUT_OF_ORDER ? "true" : "false");
}

static void write_transfer(const struct trace_line *line, FILE *out)
{
	const struct trace_event *e = line->event;
	char comm[sizeof(e->comm) + 1];

	snprintf(comm, sizeof(comm), "%.16s", e->comm);
	fputs(",\"comm\":", out);
	write_string(comm, out);
	fprintf(out,
		",\"pid\":%" PRIu32 ",\"tid\":%" PRIu32 ",\"status\":%" PRId32,
		e->pid, e->tid, e->status);
	write_phases(e, out);
	if (!line->n_frames)
		return;
	fputs(",\"stack\":", out);
	for (size_t i = 0; i < line->n_frames; i++) {
		fputc(i ? ',' : '[', out);
		write_string(line->frames[i], out);
	}
	fputc(']', out);
}

void trace_json_begin(enum profile_source source, const char *kernel,
		      const char *arch, const char *log, FILE *out)
{
	fputs("{\"type\":\"begin\",\"schema\":\"scmi-perf-trace/1\""
	      ",\"tool\":\"scmi-perf " SCMI_PERF_VERSION "\",\"source\":",
	      out);
	write_string(source_names[source], out);
	fputs(",\"kernel\":", out);
	write_string(kernel, out);
	fputs(",\"arch\":", out);
	write_string(arch, out);
	if (log) {
		fputs(",\"log\":", out);
		write_string(log, out);
	}
	fputs("}\n", out);
}

void trace_json_line(const struct trace_line *line, FILE *out)
{
	const struct trace_event *e = line->event;

	fprintf(out,
		"{\"type\":\"%s\",\"time_ns\":%" PRIu64 ",\"cpu\":%" PRIu32,
		trace_type_names[e->type], (uint64_t)e->t.end_ns, e->cpu);
	write_key(&line->key, out);
	fprintf(out, ",\"token\":%" PRIu32, e->token);
	if (e->type == TRACE_TRANSFER)
		write_transfer(line, out);
	else if (e->type != TRACE_NOTIFICATION && e->t.begin_ns)
		fprintf(out, ",\"age_ns\":%" PRIu64, trace_age_ns(e));
	else if (e->type != TRACE_NOTIFICATION)
		fputs(",\"age_ns\":null", out);
	write_anomalies(e->anomalies, out);
	fputs("}\n", out);
}

void trace_json_snapshot(const char *condition, uint64_t time_ns,
			 uint64_t value, uint64_t cut, FILE *out)
{
	fputs("{\"type\":\"snapshot\",\"condition\":", out);
	write_string(condition, out);
	fprintf(out,
		",\"time_ns\":%" PRIu64 ",\"value\":%" PRIu64
		",\"cut\":%" PRIu64 "}\n",
		time_ns, value, cut);
}

void trace_json_end(const struct trace_account *a, FILE *out)
{
	const struct profile *p = a->profile;

	fputs("{\"type\":\"end\"", out);
	for (int i = 0; i < LC_COUNTERS; i++)
		fprintf(out, ",\"%s\":%" PRIu64, counter_names[i],
			profile_total(p, i));
	fprintf(out,
		",\"in_flight\":%" PRIu64 ",\"untracked\":%" PRIu64
		",\"shown\":%" PRIu64 ",\"not_shown\":%" PRIu64
		",\"transfers_lost\":%" PRIu64
		",\"lost\":{\"ring_buffer\":%" PRIu64,
		profile_in_flight(p), p->untracked, a->shown[TRACE_TRANSFER],
		trace_not_shown(a), a->lost[TRACE_TRANSFER],
		sum_of_all(a->lost, TRACE_TYPES));
	for (int i = 0; i < LOST_CAUSES; i++)
		fprintf(out, ",\"%s\":%" PRIu64, lost_names[i], p->lost[i]);
	fputs("}}\n", out);
}
