// SPDX-License-Identifier: GPL-2.0-only
#include "ci_reports.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "alloc.h"
#include "names.h"

/* Instances and channels share a section of a limits file. */
static struct series_key section_of(struct series_key key)
{
	key.instance = 0;
	key.channel = 0;
	return key;
}

/* Adds the counts of all runs to the empty @sections, by section. */
static void count_by_section(const struct run_set *runs,
			     struct profile *sections)
{
	profile_add_counts(sections, &runs->all);
	for (size_t i = 0; i < sections->n_series; i++)
		sections->series[i].key = section_of(sections->series[i].key);
	profile_fold(sections);
}

/* The order of sections; within a section the noisiest floor is the first. */
static int by_section(const void *a, const void *b)
{
	const struct noise_floor *x = *(const struct noise_floor *const *)a;
	const struct noise_floor *y = *(const struct noise_floor *const *)b;
	const struct series_key key_x = section_of(x->key);
	const struct series_key key_y = section_of(y->key);
	const int order = series_key_compare(&key_x, &key_y);

	if (order)
		return order;
	if (x->phase != y->phase)
		return x->phase < y->phase ? -1 : 1;
	return (x->floor_ns < y->floor_ns) - (x->floor_ns > y->floor_ns);
}

static bool same_section(const struct noise_floor *a,
			 const struct noise_floor *b)
{
	const struct series_key key_a = section_of(a->key);
	const struct series_key key_b = section_of(b->key);

	return !series_key_compare(&key_a, &key_b) && a->phase == b->phase;
}

/* Writes the section of the @n floors, and its number of anomalies. */
static void write_section(const struct noise_floor *const *floor, size_t n,
			  uint64_t anomalies, FILE *out)
{
	const struct series_key *key = &floor[0]->key;
	char protocol[8], message[8];

	fprintf(out, "\n[%s %s:%s %s]\n", transport_names[key->transport],
		protocol_label(key, protocol, sizeof(protocol)),
		key_message_label(key, message, sizeof(message)),
		phase_names[floor[0]->phase]);
	for (int stat = 0; stat < STAT_COMPARED; stat++) {
		size_t i = 0;

		while (i < n && (int)floor[i]->statistic != stat)
			i++;
		if (i == n)
			continue;
		fprintf(out,
			"# median %.3f us, limit is %.1f %% of the median\n",
			floor[i]->median / 1e3, 100 * floor[i]->relative);
		fprintf(out, "max-regression-%s = %.3fus\n",
			statistic_names[stat], ceil(floor[i]->floor_ns) / 1e3);
	}
	if (anomalies)
		fprintf(out, "# %" PRIu64 " anomal%s in these runs\n",
			anomalies, anomalies == 1 ? "y" : "ies");
	else
		fputs("anomalies = 0\n", out);
}

static void write_sections(const struct noise *n, FILE *out)
{
	const struct noise_floor **floor = xcalloc(n->n, sizeof(*floor));
	struct profile sections = {0};
	size_t end;

	count_by_section(n->runs, &sections);
	for (size_t i = 0; i < n->n; i++)
		floor[i] = &n->floors[i];
	qsort(floor, n->n, sizeof(*floor), by_section);
	for (size_t i = 0; i < n->n; i = end) {
		const struct series_key key = section_of(floor[i]->key);
		const struct series *s = profile_find(&sections, &key);

		for (end = i + 1; end < n->n; end++)
			if (!same_section(floor[i], floor[end]))
				break;
		/* A limits file cannot name a notification without a name. */
		if (key.type == MESSAGE_COMMAND || key_message_name(&key))
			write_section(floor + i, end - i, series_anomalies(s),
				      out);
	}
	profile_free(&sections);
	free(floor);
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
	write_sections(n, out);
}
