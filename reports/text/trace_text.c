// SPDX-License-Identifier: GPL-2.0-only
/* A trace as text: columns for awk, none with a blank inside. */
#include "text_reports.h"

#include <inttypes.h>

#include "names.h"
#include "phases.h"
#include "trace_words.h"

void trace_text_header(FILE *out)
{
	fprintf(out, "%14s %3s %16s %7s %10s %11s %-32s %5s %11s", "time_s",
		"cpu", "comm", "tid", "transport", "protocol", "message",
		"token", "total_us");
	for (size_t i = 0; i < TRACE_PHASES; i++) {
		char name[24];

		snprintf(name, sizeof(name), "%s_us",
			 phase_names[trace_phases[i]]);
		fprintf(out, " %12s", name);
	}
	fputs(" status anomalies\n", out);
}

/* Prints us to the nanosecond, so that phases still add up to the total. */
static void write_us(uint64_t ns, int width, FILE *out)
{
	fprintf(out, " %*" PRIu64 ".%03u", width - 4, ns / 1000,
		(unsigned int)(ns % 1000));
}

static void write_phases(const struct trace_event *e, FILE *out)
{
	struct lc_ended ended = {0};

	if (e->type == TRACE_TRANSFER)
		lc_split_phases(&e->t, e->status, &ended);
	for (size_t i = 0; i < TRACE_PHASES; i++)
		if (ended.phases & 1u << trace_phases[i])
			write_us(ended.ns[trace_phases[i]], 12, out);
		else
			fprintf(out, " %12s", "-");
}

void trace_text_line(const struct trace_line *line, FILE *out)
{
	const struct trace_event *e = line->event;
	const struct series_key *key = &line->key;
	char protocol[8], number[8], comm[TRACE_WORD];
	char status[TRACE_STATUS], anomalies[TRACE_ANOMALIES];
	const uint64_t now = e->t.end_ns;

	fprintf(out, "%4" PRIu64 ".%09" PRIu64 " %3" PRIu32, now / 1000000000u,
		now % 1000000000u, e->cpu);
	fprintf(out, " %16s", trace_comm(e, comm));
	if (e->tid)
		fprintf(out, " %7" PRIu32, e->tid);
	else
		fprintf(out, " %7s", "-");
	fprintf(out, " %10s %11s %-32s %5" PRIu32,
		transport_names[key->transport],
		protocol_label(key->protocol, protocol, sizeof(protocol)),
		trace_message(key, number), e->token);
	if (e->type != TRACE_NOTIFICATION && e->t.begin_ns)
		write_us(trace_age_ns(e), 11, out);
	else
		fprintf(out, " %11s", "-");
	write_phases(e, out);
	fprintf(out, " %6s %s\n", trace_status(e, status),
		trace_anomalies(e->anomalies, ",", anomalies));
	for (size_t i = 0; i < line->n_frames; i++)
		fprintf(out, "\t%s\n", line->frames[i]);
}
