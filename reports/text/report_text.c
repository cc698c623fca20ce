// SPDX-License-Identifier: GPL-2.0-only
/*
 * The text report: losses and the answer first, then a line and a block of latencies
 * for each series, anomalies, and the environment last. It is ASCII, so that a serial
 * console shows it.
 */
#include <inttypes.h>
#include <string.h>

#include "alloc.h"
#include "latency_table.h"
#include "message_table.h"
#include "names.h"
#include "paragraph.h"
#include "summary.h"
#include "text.h"
#include "text_reports.h"
#include "units.h"

#define FACT_LABEL  10 /* columns of "transfers" and other labels */
#define PHASE_LABEL 11 /* columns of "  transport" */

#define SHOWN 8 /* number of last anomalies; JSON has all recorded ones */

struct text_layout {
	int gap; /* blanks between columns */
	int width[LATENCY_COLUMNS];
};

static void set_widths(struct text_layout *l, const struct latency_table *t,
		       const struct report_view *v)
{
	int sum = PHASE_LABEL;

	for (int i = 0; i < LATENCY_COLUMNS; i++)
		l->width[i] = (int)strlen(latency_titles[i]);
	for (size_t i = 0; i < v->n * LC_PHASES; i++) {
		struct latency_row row;

		if (!latency_row(t, v->row[i / LC_PHASES], (int)(i % LC_PHASES),
				 &row))
			continue;
		for (int c = 0; c < LATENCY_COLUMNS; c++) {
			int len = (int)strlen(row.cell[c]);

			if (l->width[c] < len)
				l->width[c] = len;
		}
	}
	for (int i = 0; i < LATENCY_COLUMNS; i++)
		sum += l->width[i] + 2;
	l->gap = sum <= PARAGRAPH_WIDTH ? 2 : 1;
}

static void write_header(const struct text_layout *l, FILE *out)
{
	fprintf(out, "\n%-*s", PHASE_LABEL, "");
	for (int i = 0; i < LATENCY_COLUMNS; i++)
		fprintf(out, "%*s", l->gap + l->width[i], latency_titles[i]);
	fputc('\n', out);
}

static void write_rows(const struct text_layout *l,
		       const struct latency_table *t,
		       const struct report_view *v, const struct series *s,
		       FILE *out)
{
	for (int phase = 0; phase < LC_PHASES; phase++) {
		struct latency_row row;

		if (!report_view_has_phase(v, phase) ||
		    !latency_row(t, s, phase, &row))
			continue;
		fprintf(out, "  %-*s", PHASE_LABEL - 2, phase_names[phase]);
		for (int i = 0; i < LATENCY_COLUMNS; i++)
			fprintf(out, "%*s", l->gap + l->width[i], row.cell[i]);
		fputc('\n', out);
	}
}

static void write_losses(const struct profile *p, FILE *out)
{
	if (!profile_lost(p))
		return;
	fputs("LOST: some events were not measured, the figures below are "
	      "incomplete.\n",
	      out);
	text_facts(facts_of_losses(p), 4, out);
	fputc('\n', out);
}

static void write_no_transfers(const struct report_view *v, FILE *out)
{
	const struct profile *p = v->p;

	if (v->all_begun) {
		fputs("\nThe filter selects no transfer of this profile.\n",
		      out);
		return;
	}
	fputs("\nNo SCMI transfer was seen.\n", out);
	if (p->runs[0].source == SOURCE_BPF ||
	    p->runs[0].source == SOURCE_TRACEFS)
		fputs("Does this machine have an SCMI device, and was it in "
		      "use? 'scmi-perf doctor'\nanswers the first question; "
		      "read a sensor or a clock for the second.\n",
		      out);
	else if (p->runs[0].source == SOURCE_BOOT)
		fputs("Boot with trace_event=scmi:* on the kernel's command "
		      "line, and read the buffer\nbefore its events are "
		      "overwritten.\n",
		      out);
	else
		fputs("The log needs the events scmi_xfer_begin, scmi_rx_done "
		      "and scmi_xfer_end:\n"
		      "'echo 1 > /sys/kernel/tracing/events/scmi/enable' "
		      "before logging.\n",
		      out);
}

static void write_table(const struct report_view *v, FILE *out)
{
	struct latency_table t;
	struct text_layout l;

	latency_table_init(&t, v->p);
	set_widths(&l, &t, v);
	fputc('\n', out);
	paragraph("", 0, latency_legend(&t), out);
	write_header(&l, out);
	for (size_t i = 0; i < v->n; i++) {
		const struct series *s = v->row[i];
		char title[KEY_TITLE_LEN];

		fprintf(out, "%s\n", key_title(&s->key, title));
		write_rows(&l, &t, v, s, out);
		text_facts(facts_of_series(s, all_runs_ns(v->p), t.all_ns), 4,
			   out);
	}
}

/* A line of the table of messages, with each cell as wide as @width. */
static void write_message(const int *width, char (*cell)[32], char *title,
			  FILE *out)
{
	char cells[MESSAGE_COLUMNS * 33 + 3] = "";

	for (int c = 0; c < MESSAGE_COLUMNS; c++)
		text_append(cells, sizeof(cells), "%*s%s", width[c], cell[c],
			    c + 1 < MESSAGE_COLUMNS ? " " : "  ");
	paragraph(cells, (int)strlen(cells), title, out);
}

/* One message alone has the same figures in the table of latencies. */
static void write_messages(const struct report_view *v, FILE *out)
{
	struct message_row row, titles;
	int width[MESSAGE_COLUMNS];
	struct message_table t;

	message_table_init(&t, v);
	for (int c = 0; c < MESSAGE_COLUMNS; c++) {
		strcpy(titles.cell[c], message_titles[c]);
		width[c] = (int)strlen(titles.cell[c]);
	}
	for (size_t i = 0; i < t.n; i++) {
		message_row(&t, i, &row);
		for (int c = 0; c < MESSAGE_COLUMNS; c++)
			if (width[c] < (int)strlen(row.cell[c]))
				width[c] = (int)strlen(row.cell[c]);
	}
	if (t.n > 1) {
		fputc('\n', out);
		paragraph("", 0, message_legend(&t), out);
		fputc('\n', out);
		write_message(width, titles.cell, xstrdup("message"), out);
	}
	for (size_t i = 0; i < t.n && t.n > 1; i++) {
		char title[KEY_TITLE_LEN];

		message_row(&t, i, &row);
		write_message(width, row.cell,
			      xstrdup(key_title(&t.series[i]->key, title)),
			      out);
	}
	message_table_free(&t);
}

static void write_anomaly(const struct profile *p, enum lc_anomaly kind,
			  FILE *out)
{
	if (!profile_anomalies(p, kind))
		return;
	paragraph("", 2,
		  xasprintf("%s: %s", anomaly_names[kind],
			    anomaly_meanings[kind]),
		  out);
	for (size_t i = 0; i < p->n_series; i++) {
		const struct series *s = &p->series[i];
		char title[KEY_TITLE_LEN], count[24];

		if (!s->anomaly[kind])
			continue;
		snprintf(count, sizeof(count), "%9" PRIu64 "  ",
			 s->anomaly[kind]);
		paragraph(count, 11, xstrdup(key_title(&s->key, title)), out);
	}
}

static void write_event(const struct anomaly_event *e, FILE *out)
{
	const struct series_key *key = &e->key;
	char protocol[8], message[8], when[40], stamp[24];
	char of[RESOURCE_LABEL_LEN];
	const char *resource = key_resource_label(key, of);
	char *text = xasprintf("%s: %s %s%s%s,", anomaly_names[e->kind],
			       protocol_label(key, protocol, sizeof(protocol)),
			       key_message_label(key, message, sizeof(message)),
			       resource ? " " : "", resource ? resource : "");

	if (key->transport != TRANSPORT_UNKNOWN)
		text = words_append(text, "%s,",
				    transport_names[key->transport]);
	if (key->instance)
		text = words_append(text, "instance %u,", key->instance);
	text = words_append(text, "token 0x%03x,", e->token);
	if (e->age_ns)
		text = words_append(text, "after %.3f ms,",
				    (double)e->age_ns / 1e6);
	text = words_append(text, "CPU %" PRIu32 ", %s", e->cpu, e->comm);
	if (e->pid)
		text = words_append(text, "(%" PRIu32 ")", e->pid);
	if (e->stamp_ns)
		text = words_append(
			text, "- in the log at %s",
			stamp_text(e->stamp_ns, stamp, sizeof(stamp)));
	snprintf(when, sizeof(when), "%12.6f s  ", (double)e->time_ns / 1e9);
	paragraph(when, 16, text, out);
}

static void write_anomalies(const struct profile *p, FILE *out)
{
	const size_t shown = p->n_events < SHOWN ? p->n_events : SHOWN;

	if (!all_anomalies(p))
		return;
	fputs("\nAnomalies\n", out);
	for (int kind = 0; kind < LA_KINDS; kind++)
		write_anomaly(p, kind, out);
	if (!shown)
		return;
	fputc('\n', out);
	paragraph("", 0, anomalies_legend(p, shown), out);
	for (size_t i = p->n_events - shown; i < p->n_events; i++)
		write_event(&p->events[i], out);
}

static void write_summary(const struct report_view *v, FILE *out)
{
	struct summary s;

	summary_init(&s, v);
	text_facts(facts_of_summary(&s), FACT_LABEL, out);
	summary_free(&s);
}

void report_text(const struct report_view *v, FILE *out)
{
	const struct profile *p = v->p;
	const bool transfers = profile_total(p, LC_BEGUN);

	write_losses(p, out);
	write_summary(v, out);
	text_facts(facts_of_totals(p), FACT_LABEL, out);
	text_facts(facts_of_fast_channels(p), FACT_LABEL, out);
	if (!transfers)
		write_no_transfers(v, out);
	if (transfers || profile_total(p, LC_NOTIFIED) ||
	    profile_total(p, LC_FAST_CALLS)) {
		write_messages(v, out);
		senders_text(p, out);
		write_table(v, out);
	}
	write_anomalies(p, out);
	fputs("\nEnvironment\n", out);
	for (size_t i = 0; i < p->n_runs; i++)
		text_facts(facts_of_run(p, i), FACT_LABEL, out);
}
