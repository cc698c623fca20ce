// SPDX-License-Identifier: GPL-2.0-only
#include "text_anomalies.h"

#include <inttypes.h>

#include "names.h"
#include "paragraph.h"
#include "text_run.h"

/* How many of the last anomalies are shown; JSON has all that were kept. */
#define SHOWN 8

static uint64_t all(const struct profile *p)
{
	uint64_t sum = 0;

	for (int kind = 0; kind < LA_KINDS; kind++)
		sum += profile_anomalies(p, kind);
	return sum;
}

void text_anomalies_total(const struct profile *p, FILE *out)
{
	uint64_t left = all(p);
	struct paragraph g;

	if (!left)
		return;
	g = paragraph_begin(out, TEXT_RUN_LABEL, "anomalies");
	for (int kind = 0; kind < LA_KINDS; kind++) {
		uint64_t n = profile_anomalies(p, kind);

		if (!n)
			continue;
		left -= n;
		paragraph_say(&g, "%" PRIu64 " %s%s", n, anomaly_name(kind),
			      left ? "," : "");
	}
	paragraph_end(&g);
}

static void write_kind(const struct profile *p, enum lc_anomaly kind, FILE *out)
{
	struct paragraph g;

	if (!profile_anomalies(p, kind))
		return;
	g = paragraph_begin(out, 2, "");
	paragraph_say(&g, "%s: %s", anomaly_name(kind), anomaly_meaning(kind));
	paragraph_end(&g);
	for (size_t i = 0; i < p->n_series; i++) {
		const struct series *s = &p->series[i];
		char title[KEY_TITLE_LEN], count[24];

		if (!s->anomaly[kind])
			continue;
		snprintf(count, sizeof(count), "%9" PRIu64 "  ",
			 s->anomaly[kind]);
		g = paragraph_begin(out, 11, count);
		paragraph_say(&g, "%s", key_title(&s->key, title));
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
	paragraph_say(&g, "%s: %s %s,", anomaly_name(e->kind),
		      protocol_label(key->protocol, protocol, sizeof(protocol)),
		      key_message_label(key, message, sizeof(message)));
	if (key->transport != TRANSPORT_UNKNOWN)
		paragraph_say(&g, "%s,", transport_name(key->transport));
	paragraph_say(&g, "token 0x%03x,", e->token);
	if (e->age_ns)
		paragraph_say(&g, "after %.3f ms,", (double)e->age_ns / 1e6);
	paragraph_say(&g, "CPU %" PRIu32 ",", e->cpu);
	paragraph_say_string(&g, e->comm, "");
	if (e->pid)
		paragraph_say(&g, "(%" PRIu32 ")", e->pid);
	paragraph_end(&g);
}

void text_anomalies(const struct profile *p, FILE *out)
{
	const size_t shown = p->n_events < SHOWN ? p->n_events : SHOWN;
	struct paragraph g;

	if (!all(p))
		return;
	fputs("\nAnomalies\n", out);
	for (int kind = 0; kind < LA_KINDS; kind++)
		write_kind(p, kind, out);
	if (!shown)
		return;
	fputc('\n', out);
	g = paragraph_begin(out, 0, "");
	paragraph_say(
		&g,
		"The last %zu of %" PRIu64 ", by the time since the begin "
		"of %s; seen in an interrupt, the task is just the one "
		"that was interrupted.",
		shown, all(p), p->n_runs > 1 ? "their own run" : "the run");
	paragraph_end(&g);
	for (size_t i = p->n_events - shown; i < p->n_events; i++)
		write_event(&p->events[i], out);
}
