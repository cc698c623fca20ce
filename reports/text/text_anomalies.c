// SPDX-License-Identifier: GPL-2.0-only
#include <inttypes.h>

#include "names.h"
#include "paragraph.h"
#include "text_parts.h"

#define SHOWN 8 /* number of last anomalies; JSON has all recorded ones */

static void write_kind(const struct profile *p, enum lc_anomaly kind, FILE *out)
{
	struct paragraph g;

	if (!profile_anomalies(p, kind))
		return;
	g = paragraph_begin(out, 2, "");
	paragraph_add(&g, "%s: %s", anomaly_name(kind), anomaly_meaning(kind));
	paragraph_end(&g);
	for (size_t i = 0; i < p->n_series; i++) {
		const struct series *s = &p->series[i];
		char title[KEY_TITLE_LEN], count[24];

		if (!s->anomaly[kind])
			continue;
		snprintf(count, sizeof(count), "%9" PRIu64 "  ",
			 s->anomaly[kind]);
		g = paragraph_begin(out, 11, count);
		paragraph_add(&g, "%s", key_title(&s->key, title));
		paragraph_end(&g);
	}
}

static void write_event(const struct anomaly_event *e, FILE *out)
{
	const struct series_key *key = &e->key;
	char protocol[8], message[8], when[40];
	struct paragraph g;

	snprintf(when, sizeof(when), "%12.6f s  ", (double)e->time_ns / 1e9);
	g = paragraph_begin(out, 16, when);
	paragraph_add(&g, "%s: %s %s,", anomaly_name(e->kind),
		      protocol_label(key->protocol, protocol, sizeof(protocol)),
		      key_message_label(key, message, sizeof(message)));
	if (key->transport != TRANSPORT_UNKNOWN)
		paragraph_add(&g, "%s,", transport_name(key->transport));
	paragraph_add(&g, "token 0x%03x,", e->token);
	if (e->age_ns)
		paragraph_add(&g, "after %.3f ms,", (double)e->age_ns / 1e6);
	paragraph_add(&g, "CPU %" PRIu32 ",", e->cpu);
	paragraph_add_string(&g, e->comm);
	if (e->pid)
		paragraph_add(&g, "(%" PRIu32 ")", e->pid);
	paragraph_end(&g);
}

void text_anomalies(const struct profile *p, FILE *out)
{
	const size_t shown = p->n_events < SHOWN ? p->n_events : SHOWN;

	if (!all_anomalies(p))
		return;
	fputs("\nAnomalies\n", out);
	for (int kind = 0; kind < LA_KINDS; kind++)
		write_kind(p, kind, out);
	if (!shown)
		return;
	text_paragraph(anomalies_legend(p, shown), out);
	for (size_t i = p->n_events - shown; i < p->n_events; i++)
		write_event(&p->events[i], out);
}
