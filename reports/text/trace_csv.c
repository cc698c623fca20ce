// SPDX-License-Identifier: GPL-2.0-only
/* A trace as comma-separated values (RFC 4180, lines end with a newline). */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "names.h"
#include "text_reports.h"
#include "trace_words.h"

void trace_csv_header(FILE *out)
{
	fputs("time_s,type,cpu,comm,tid,transport,protocol,message,"
	      "message_type,token,total_us",
	      out);
	for (int i = 0; i < TRACE_PHASES; i++)
		fprintf(out, ",%s_us", phase_names[trace_phases[i]]);
	fputs(",status,anomalies,resource\n", out);
}

/*
 * A name in quotation marks. One that begins as a formula, which a spreadsheet
 * would evaluate, has an apostrophe before it.
 */
static void write_comm(const struct trace_event *e, FILE *out)
{
	char word[TRACE_WORD];
	const char *s = trace_comm(e, word);

	fputs(",\"", out);
	if (e->comm[0] && strchr("=+-@", *s))
		fputc('\'', out);
	for (; *s; s++) {
		if (*s == '"')
			fputc('"', out);
		fputc(*s, out);
	}
	fputc('"', out);
}

void trace_csv_line(const struct trace_line *line, FILE *out)
{
	const struct trace_event *e = line->event;
	const struct series_key *key = &line->key;
	const struct lc_ended ended = trace_split(e);
	char protocol[8], message[8], us[TRACE_US], status[TRACE_STATUS];
	char anomalies[TRACE_ANOMALIES];

	fprintf(out, "%" PRIu64 ".%09" PRIu64 ",%s,%" PRIu32,
		(uint64_t)e->t.end_ns / 1000000000u,
		(uint64_t)e->t.end_ns % 1000000000u, trace_type_names[e->type],
		e->cpu);
	write_comm(e, out);
	fprintf(out, ",%" PRIu32 ",%s,%s,%s,%s,%" PRIu32 ",%s", e->tid,
		transport_names[key->transport],
		protocol_label(key, protocol, sizeof(protocol)),
		key_message_label(key, message, sizeof(message)),
		message_type_names[key->type], e->token,
		trace_total(e, "", us));
	for (int i = 0; i < TRACE_PHASES; i++)
		fprintf(out, ",%s", trace_phase(&ended, i, "", us));
	fprintf(out, ",%s,%s,", trace_status(e, status),
		e->anomalies ? trace_anomalies(e->anomalies, ";", anomalies)
			     : "");
	if (key->resource_plus)
		fprintf(out, "%" PRIu32, key->resource_plus - 1);
	fputc('\n', out);
}
