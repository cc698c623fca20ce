// SPDX-License-Identifier: GPL-2.0-only
/* A trace as text: columns for awk, none with a blank inside. */
#include "text_reports.h"

#include <inttypes.h>

#include "names.h"
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

void trace_text_line(const struct trace_line *line, FILE *out)
{
	const struct trace_event *e = line->event;
	const struct series_key *key = &line->key;
	const struct lc_ended ended = trace_split(e);
	char protocol[8], message[TRACE_MESSAGE], us[TRACE_US],
		comm[TRACE_WORD];
	char status[TRACE_STATUS], anomalies[TRACE_ANOMALIES];
	const uint64_t now = e->t.end_ns;

	fprintf(out, "%4" PRIu64 ".%09" PRIu64 " %3" PRIu32, now / 1000000000u,
		now % 1000000000u, e->cpu);
	fprintf(out, " %16s", trace_comm(e, comm));
	if (e->tid)
		fprintf(out, " %7" PRIu32, e->tid);
	else
		fprintf(out, " %7s", "-");
	fprintf(out, " %10s %11s %-32s %5" PRIu32 " %11s",
		transport_names[key->transport],
		protocol_label(key, protocol, sizeof(protocol)),
		trace_about(key, message), e->token, trace_total(e, "-", us));
	for (int i = 0; i < TRACE_PHASES; i++)
		fprintf(out, " %12s", trace_phase(&ended, i, "-", us));
	fprintf(out, " %6s %s\n", trace_status(e, status),
		trace_anomalies(e->anomalies, ",", anomalies));
	for (size_t i = 0; i < line->n_frames; i++)
		fprintf(out, "\t%s\n", line->frames[i]);
}
