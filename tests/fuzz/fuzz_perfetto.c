// SPDX-License-Identifier: GPL-2.0-only
/*
 * Writes a Perfetto trace of arbitrary bytes as a log or, if the first byte has bit 0,
 * of arbitrary events. The trace must be valid; that of a log must have its transfers.
 */
#include "import.h"
#include "perfetto_check.h"
#include "perfetto_packet.h"

struct log_import {
	struct perfetto_trace *trace;
	const struct profile *profile;
	uint64_t unended; /* transfers at the end of the last log with lines */
	bool ended;
};

static void write_line(void *ctx, const struct trace_line *line)
{
	struct log_import *log = ctx;

	if (log->ended && line->event->type != TRACE_LOG_END) {
		log->unended = 0;
		log->ended = false;
	}
	log->unended += line->event->type == TRACE_UNENDED;
	log->ended |= line->event->type == TRACE_LOG_END;
	perfetto_trace_losses(log->trace, log->profile->lost);
	perfetto_trace_line(log->trace, line);
}

/* Returns the transfers that are in flight at the end. */
static uint64_t write_log(FILE *out, struct profile *p, const char *text,
			  size_t len)
{
	struct log_import log = {.trace = perfetto_trace_new(out),
				 .profile = p};
	struct importer *im = importer_new(p);

	importer_trace(im, write_line, &log);
	importer_trace_flight(im);
	importer_start(im, text, len);
	MUST(!importer_feed(im, text, len));
	MUST(!importer_finish(im));
	importer_free(im);
	perfetto_trace_losses(log.trace, p->lost);
	perfetto_trace_finish(log.trace);
	return log.unended;
}

static size_t count_of(const struct decoded_trace *t,
		       enum perfetto_category category)
{
	return t->categories[category + 1];
}

static void check_counts(const struct decoded_trace *t, const struct profile *p,
			 uint64_t unended)
{
	uint64_t measured = 0, anomalies = 0, in_flight = 0;

	for (size_t i = 0; i < p->n_series; i++)
		measured += p->series[i].phase[LC_TOTAL].count +
			    p->series[i].phase[LC_TIMEOUT].count;
	for (int kind = 0; kind < LA_KINDS; kind++)
		anomalies += profile_anomalies(p, (enum lc_anomaly)kind);
	for (size_t i = 0; i <= t->tracks; i++)
		in_flight += (uint64_t)t->count[i];
	MUST(count_of(t, CATEGORY_TRANSFER) == measured);
	MUST(count_of(t, CATEGORY_ANOMALY) == anomalies);
	MUST(count_of(t, CATEGORY_UNENDED) == profile_in_flight(p));
	MUST(in_flight == unended);
	MUST(count_of(t, CATEGORY_NOTIFICATION) ==
	     profile_total(p, LC_NOTIFIED));
}

static void read_line(struct trace_line *line, struct trace_event *e,
		      struct fuzz_input *in)
{
	__u64 *stamp = &e->t.begin_ns;

	*e = (struct trace_event){0};
	for (int i = 0; i < 6; i++)
		stamp[i] = fuzz_number(in);
	e->t.seen = (__u32)fuzz_number(in);
	e->type = fuzz_byte(in) % (TRACE_LOG_END + 1);
	e->anomalies = (__u32)fuzz_number(in) & ((1u << LA_KINDS) - 1);
	e->status = (__s32)fuzz_number(in);
	e->token = fuzz_byte(in);
	e->tid = fuzz_byte(in);
	fuzz_bytes(in, e->comm, fuzz_byte(in) % sizeof(e->comm));
	line->event = e;
	line->key = (struct series_key){.instance = fuzz_byte(in) % 4,
					.transport = fuzz_byte(in) % TRANSPORTS,
					.channel = fuzz_byte(in) % 4,
					.protocol = fuzz_byte(in),
					.message = fuzz_byte(in),
					.type = fuzz_byte(in) % MESSAGE_TYPES,
					.resource_plus = fuzz_byte(in)};
}

static void write_events(FILE *out, struct fuzz_input *in)
{
	static struct trace_line line;
	struct perfetto_trace *t = perfetto_trace_new(out);
	const struct perfetto_clocks clocks = {.clock = fuzz_byte(in) %
							STAMP_CLOCKS};
	uint64_t lost[LOST_CAUSES] = {0};
	struct trace_event event;

	perfetto_trace_clocks(t, &clocks);
	while (in->size) {
		read_line(&line, &event, in);
		perfetto_trace_line(t, &line);
		lost[fuzz_byte(in) % LOST_CAUSES] += fuzz_byte(in) / 128;
		perfetto_trace_losses(t, lost);
	}
	perfetto_trace_finish(t);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input in = {data, size};
	const bool events = fuzz_byte(&in) % 2;
	struct profile p = {0};
	struct decoded_trace t;
	char *text = NULL, *trace;
	uint64_t unended = 0;
	size_t len, trace_len;
	FILE *out = open_memstream(&trace, &trace_len);

	MUST(out);
	if (events) {
		write_events(out, &in);
	} else {
		text = fuzz_rest(&in, &len);
		unended = write_log(out, &p, text, len);
	}
	MUST(!fclose(out));
	t = decode_trace(trace, trace_len);
	if (!events)
		check_counts(&t, &p, unended);
	free(t.event);
	free(t.count);
	free(trace);
	free(text);
	profile_free(&p);
	return 0;
}
