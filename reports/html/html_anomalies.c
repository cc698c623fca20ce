// SPDX-License-Identifier: GPL-2.0-only
#include <inttypes.h>
#include <string.h>

#include "html_parts.h"
#include "markup.h"
#include "names.h"
#include "units.h"

#define SHOWN 16 /* number of last anomalies; JSON has all recorded ones */

static void write_kind(const struct profile *p, enum lc_anomaly kind, FILE *out)
{
	char title[KEY_TITLE_LEN];

	fprintf(out, "<h3>%s: %" PRIu64 "</h3>\n<p>", anomaly_names[kind],
		profile_anomalies(p, kind));
	markup_text(anomaly_meanings[kind], out);
	fputs(".</p>\n<ul>\n", out);
	for (size_t i = 0; i < p->n_series; i++) {
		const struct series *s = &p->series[i];

		if (!s->anomaly[kind])
			continue;
		fprintf(out, "<li>%" PRIu64 " &#215; ", s->anomaly[kind]);
		markup_text(key_title(&s->key, title), out);
		fputs("</li>\n", out);
	}
	fputs("</ul>\n", out);
}

static void write_event(const struct anomaly_event *e, bool in_log, FILE *out)
{
	char title[KEY_TITLE_LEN], stamp[24];

	fprintf(out, "<tr><td>%.6f</td>", (double)e->time_ns / 1e9);
	if (in_log)
		fprintf(out, "<td>%s</td>",
			e->stamp_ns
				? stamp_text(e->stamp_ns, stamp, sizeof(stamp))
				: "-");
	fprintf(out, "<td>%s</td><td>", anomaly_names[e->kind]);
	markup_text(key_title(&e->key, title), out);
	fprintf(out, "</td><td>0x%03x</td><td>", e->token);
	if (e->age_ns)
		fprintf(out, "%.3f", (double)e->age_ns / 1e6);
	else
		fputc('-', out);
	fprintf(out, "</td><td>%" PRIu32 "</td><td class=\"string\">", e->cpu);
	markup_text(e->comm, out);
	if (e->pid)
		fprintf(out, " (%" PRIu32 ")", e->pid);
	fputs("</td></tr>\n", out);
}

static void write_events(const struct profile *p, FILE *out)
{
	const size_t n = p->n_events < SHOWN ? p->n_events : SHOWN;
	static const char *const all[] = {
		"time [s]", "in the log", "kind", "message",
		"token",    "after [ms]", "CPU",  "task"};
	const char *titles[sizeof(all) / sizeof(*all)];
	size_t n_titles = 0;
	bool in_log = false;

	for (size_t i = p->n_events - n; i < p->n_events; i++)
		in_log |= p->events[i].stamp_ns != 0;
	html_sentence("<p class=\"soft\">", anomalies_legend(p, n), "</p>\n",
		      out);
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		if (in_log || strcmp(all[i], "in the log"))
			titles[n_titles++] = all[i];
	html_strings_begin("Last anomalies", titles, n_titles, out);
	for (size_t i = p->n_events - n; i < p->n_events; i++)
		write_event(&p->events[i], in_log, out);
	html_table_end(out);
}

void html_anomalies(const struct profile *p, FILE *out)
{
	fputs("<h2>Anomalies</h2>\n", out);
	if (!all_anomalies(p))
		fputs("<p>None.</p>\n", out);
	for (int kind = 0; kind < LA_KINDS; kind++)
		if (profile_anomalies(p, kind))
			write_kind(p, kind, out);
	if (p->n_events)
		write_events(p, out);
}
