// SPDX-License-Identifier: GPL-2.0-only
/* A trace as text: columns for awk, none with a blank inside. */
#include "text_reports.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "names.h"
#include "phases.h"
#include "text.h"

/* In the order of their occurrence in a transfer. */
static const enum lc_phase columns[] = {LC_SUBMIT,   LC_DOORBELL,  LC_SERVICE,
					LC_DISPATCH, LC_TRANSPORT, LC_WAKEUP};

void trace_text_header(FILE *out)
{
	fprintf(out, "%14s %3s %16s %7s %10s %11s %-32s %5s %11s", "time_s",
		"cpu", "comm", "tid", "transport", "protocol", "message",
		"token", "total_us");
	for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++) {
		char name[24];

		snprintf(name, sizeof(name), "%s_us", phase_names[columns[i]]);
		fprintf(out, " %12s", name);
	}
	fputs(" status anomalies\n", out);
}

/* Prints the name of a task, which any user can choose, as one word. */
static void write_comm(const char *comm, FILE *out)
{
	char bounded[sizeof(((struct trace_event *)0)->comm) + 1];
	char word[4 * sizeof(bounded)], *to = word, *escaped;

	snprintf(bounded, sizeof(bounded), "%.16s", comm);
	escaped = text_escape(bounded);
	for (const char *s = escaped; *s; s++)
		to = *s == ' ' ? stpcpy(to, "\\x20") : (*to = *s, to + 1);
	*to = '\0';
	fprintf(out, " %16s", *word ? word : "-");
	free(escaped);
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
	for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++)
		if (ended.phases & 1u << columns[i])
			write_us(ended.ns[columns[i]], 12, out);
		else
			fprintf(out, " %12s", "-");
}

static void write_status(const struct trace_event *e, FILE *out)
{
	/* Without overflow for any number. */
	const char *error = strerrorname_np((int)(0u - (uint32_t)e->status));
	char text[24];

	if (e->type == TRACE_DELAYED)
		snprintf(text, sizeof(text), "delayed");
	else if (e->type == TRACE_ANOMALY)
		snprintf(text, sizeof(text), "-");
	else if (!e->status)
		snprintf(text, sizeof(text), "ok");
	else if (error)
		snprintf(text, sizeof(text), "-%s", error);
	else
		snprintf(text, sizeof(text), "%" PRId32, e->status);
	fprintf(out, " %6s", text);
}

static void write_anomalies(uint32_t anomalies, FILE *out)
{
	const char *separator = " ";

	for (int i = 0; i < LA_KINDS; i++) {
		if (!(anomalies & 1u << i))
			continue;
		fprintf(out, "%s%s", separator, anomaly_names[i]);
		separator = ",";
	}
	if (*separator == ' ')
		fputs(" -", out);
}

void trace_text_line(const struct trace_line *line, FILE *out)
{
	const struct trace_event *e = line->event;
	const struct series_key *key = &line->key;
	char protocol[8], number[8];
	const char *message = number;
	const uint64_t now = e->t.end_ns;

	if (key->type == MESSAGE_NOTIFICATION)
		snprintf(number, sizeof(number), "0x%02x", key->message);
	else
		message = message_label(key->protocol, key->message, number,
					sizeof(number));
	fprintf(out, "%4" PRIu64 ".%09" PRIu64 " %3" PRIu32, now / 1000000000u,
		now % 1000000000u, e->cpu);
	write_comm(e->comm, out);
	if (e->tid)
		fprintf(out, " %7" PRIu32, e->tid);
	else
		fprintf(out, " %7s", "-");
	fprintf(out, " %10s %11s %-32s %5" PRIu32,
		transport_names[key->transport],
		protocol_label(key->protocol, protocol, sizeof(protocol)),
		message, e->token);
	if (e->t.begin_ns)
		write_us(trace_age_ns(e), 11, out);
	else
		fprintf(out, " %11s", "-");
	write_phases(e, out);
	write_status(e, out);
	write_anomalies(e->anomalies, out);
	fputc('\n', out);
	for (size_t i = 0; i < line->n_frames; i++)
		fprintf(out, "\t%s\n", line->frames[i]);
}
