// SPDX-License-Identifier: GPL-2.0-only
#include "ci_reports.h"

#include <inttypes.h>
#include <math.h>

#include "names.h"

static bool same_message(const struct series_key *a, const struct series_key *b)
{
	return a->transport == b->transport && a->protocol == b->protocol &&
	       a->message == b->message && a->type == b->type;
}

/* Returns true if both floors belong to the same section of a limits file. */
static bool same_section(const struct noise_floor *a,
			 const struct noise_floor *b)
{
	return same_message(&a->key, &b->key) && a->phase == b->phase;
}

/* A limits file cannot name a notification without a name. */
static bool has_section(const struct noise_floor *f)
{
	return f->key.type == MESSAGE_COMMAND || key_message_name(&f->key);
}

/* Instances and channels share a section, which is that of the first. */
static bool is_first(const struct noise *n, size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (same_section(&n->floors[j], &n->floors[i]))
			return false;
	return true;
}

/* Returns the noisiest floor in the section of floor @i, or NULL. */
static const struct noise_floor *noisiest(const struct noise *n, size_t i,
					  enum statistic statistic)
{
	const struct noise_floor *most = NULL;

	for (size_t j = i; j < n->n; j++)
		if (n->floors[j].statistic == statistic &&
		    same_section(&n->floors[i], &n->floors[j]) &&
		    (!most || n->floors[j].floor_ns > most->floor_ns))
			most = &n->floors[j];
	return most;
}

static uint64_t anomalies(const struct noise *n, const struct noise_floor *f)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < n->runs->all.n_series; i++)
		if (same_message(&n->runs->all.series[i].key, &f->key))
			sum += series_anomalies(&n->runs->all.series[i]);
	return sum;
}

static void write_section(const struct noise *n, size_t i, FILE *out)
{
	const struct noise_floor *f = &n->floors[i];
	char protocol[8], message[8];
	uint64_t seen = anomalies(n, f);

	fprintf(out, "\n[%s %s:%s %s]\n", transport_name(f->key.transport),
		protocol_label(f->key.protocol, protocol, sizeof(protocol)),
		key_message_label(&f->key, message, sizeof(message)),
		phase_name(f->phase));
	for (int stat = 0; stat < STAT_COMPARED; stat++) {
		const struct noise_floor *most = noisiest(n, i, stat);

		if (!most)
			continue;
		fprintf(out,
			"# median %.3f us, limit is %.1f %% of the median\n",
			most->median / 1e3, 100 * most->relative);
		fprintf(out, "max-regression-%s = %.3fus\n",
			statistic_name(stat), ceil(most->floor_ns) / 1e3);
	}
	if (seen)
		fprintf(out, "# %" PRIu64 " anomalies in these runs\n", seen);
	else
		fputs("anomalies = 0\n", out);
}

void noise_limits(const struct noise *n, FILE *out)
{
	fprintf(out,
		"# By scmi-perf calibrate, from %zu runs. Slowdowns below "
		"these "
		"limits cannot\n# be detected with this number of runs.\n"
		"[defaults]\n"
		"alpha = %g\n"
		"min-runs = %zu\n",
		n->runs->n, NOISE_ALPHA, n->half);
	for (size_t i = 0; i < n->n; i++)
		if (has_section(&n->floors[i]) && is_first(n, i))
			write_section(n, i, out);
}
