// SPDX-License-Identifier: GPL-2.0-only
/* The transfers of a log in 80 columns: what was slow, and what went wrong. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "names.h"
#include "text_reports.h"
#include "trace_words.h"

#define MESSAGE_WIDTH 32

void trace_narrow_header(FILE *out)
{
	fprintf(out, "%13s %11s %-*s %s\n", "time_s", "total_us", MESSAGE_WIDTH,
		"message", "status");
}

/* "SENSOR_READING_GET", but "SENSOR:PROTOCOL_VERSION". */
static void format_message(const struct series_key *key, char *buf, size_t len)
{
	char protocol[8], about[TRACE_MESSAGE];
	const char *prefix = protocol_label(key, protocol, sizeof(protocol));
	const char *message = trace_about(key, about);

	if (strncmp(prefix, message, 4))
		snprintf(buf, len, "%s:%s", prefix, message);
	else
		snprintf(buf, len, "%s", message);
}

/* The most important of status and anomalies, "timeout+1" if there are more. */
static void write_status(const struct trace_event *e, FILE *out)
{
	const int more = __builtin_popcount(e->anomalies) - 1;
	char buf[TRACE_ANOMALIES];

	if (more < 0) {
		fputs(trace_status(e, buf), out);
		return;
	}
	fputs(trace_anomalies(e->anomalies & -e->anomalies, "", buf), out);
	if (more)
		fprintf(out, "+%d", more);
}

void trace_narrow_line(const struct trace_line *line, FILE *out)
{
	const struct trace_event *e = line->event;
	char message[64], total[TRACE_US];

	format_message(&line->key, message, sizeof(message));
	fprintf(out, "%6" PRIu64 ".%06" PRIu64 " %11s %-*.*s ",
		(uint64_t)e->t.end_ns / 1000000000u,
		(uint64_t)e->t.end_ns % 1000000000u / 1000,
		trace_total(e, "-", total), MESSAGE_WIDTH, MESSAGE_WIDTH,
		message);
	write_status(e, out);
	fputc('\n', out);
}
