// SPDX-License-Identifier: GPL-2.0-only
/*
 * The series of a profile as comma-separated values (RFC 4180, lines end with a
 * newline): a line for each phase that has samples.
 */
#include <inttypes.h>
#include <stdio.h>

#include "names.h"
#include "quantile.h"
#include "text_reports.h"

static const enum statistic columns[] = {
	STAT_MIN, STAT_MEAN, STAT_P50, STAT_P90, STAT_P99, STAT_P999, STAT_MAX};
#define COLUMNS (sizeof(columns) / sizeof(columns[0]))

static void write_header(FILE *out)
{
	fputs("instance,transport,channel,protocol,message,message_type,"
	      "resource",
	      out);
	for (int i = 0; i < LC_COUNTERS; i++)
		fprintf(out, ",%s", counter_names[i]);
	fputs(",in_flight,phase,count", out);
	for (size_t i = 0; i < COLUMNS; i++)
		fprintf(out, ",%s_us", statistic_names[columns[i]]);
	fputc('\n', out);
}

static void write_series(const struct series *s, FILE *out)
{
	const struct series_key *key = &s->key;
	char protocol[8], message[8];

	fprintf(out, "%u,%s,%u,%s,%s,%s,", key->instance,
		transport_names[key->transport], key->channel,
		protocol_label(key, protocol, sizeof(protocol)),
		key_message_label(key, message, sizeof(message)),
		message_type_names[key->type]);
	if (key->resource_plus)
		fprintf(out, "%" PRIu32, key->resource_plus - 1);
	for (int i = 0; i < LC_COUNTERS; i++)
		fprintf(out, ",%" PRIu64, s->counter[i]);
	fprintf(out, ",%" PRIu64, s->in_flight);
}

/* Times in us to the nanosecond; of too few samples, an empty field. */
static void write_phase(const struct hist *h, const char *phase, FILE *out)
{
	double ns;

	fprintf(out, ",%s,%" PRIu64, phase, h->count);
	for (size_t i = 0; i < COLUMNS; i++)
		if (statistic_of(h, columns[i], &ns))
			fprintf(out, ",%.3f", ns / 1000);
		else
			fputc(',', out);
	fputc('\n', out);
}

void series_csv(const struct profile *p, FILE *out)
{
	static const struct hist none;

	write_header(out);
	for (size_t i = 0; i < p->n_series; i++) {
		const struct series *s = &p->series[i];
		bool any = false;

		for (int phase = 0; phase < LC_PHASES; phase++) {
			if (!s->phase[phase].count)
				continue;
			write_series(s, out);
			write_phase(&s->phase[phase], phase_names[phase], out);
			any = true;
		}
		if (any)
			continue;
		write_series(s, out);
		write_phase(&none, "", out);
	}
}
