// SPDX-License-Identifier: GPL-2.0-only
#include "ci_reports.h"

#include <inttypes.h>
#include <stdlib.h>

#include "alloc.h"
#include "names.h"
#include "series_statistic.h"

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

/* Percent of the median; a median of 0 has no noise either. */
static double percent(const struct noise_floor *f, double ns)
{
	return f->median > 0 ? 100 * ns / f->median : 0;
}

/*
 * Writes a limit with the noise it comes from. One that is too large for a useful
 * verdict is a comment.
 */
static void write_limit(const struct noise *n, const struct noise_floor *f,
			FILE *out)
{
	const double limit = noise_limit_ns(f);
	const bool useful = noise_is_useful(f);

	fprintf(out, "\n# %s: median %.3f us, noise floor %.3f us (%.1f %%)\n",
		statistic_names[f->statistic], f->median / 1e3,
		f->floor_ns / 1e3, percent(f, f->floor_ns));
	if (useful)
		fprintf(out,
			"# finds most slowdowns from %.3f us (%.1f %%) on\n",
			(limit + f->floor_ns) / 1e3,
			percent(f, limit + f->floor_ns));
	else
		fprintf(out,
			"# Slowdowns below %.1f %% cannot be decided with %zu "
			"runs a side.\n# ",
			percent(f, limit), n->half);
	fprintf(out, "max-regression-%s = %.3fus\n",
		statistic_names[f->statistic], limit / 1e3);
}

/* Counts are of the whole series: the first section of a message has the limit. */
static void write_anomalies(uint64_t anomalies, FILE *out)
{
	if (anomalies)
		fprintf(out, "# %" PRIu64 " anomal%s in these runs\n",
			anomalies, anomalies == 1 ? "y" : "ies");
	else
		fputs("anomalies = 0\n", out);
}

/* Returns the noisiest floor of a statistic in a section, or NULL. */
static const struct noise_floor *
noisiest(const struct noise_floor *const *floor, size_t n, int statistic)
{
	for (size_t i = 0; i < n; i++)
		if ((int)floor[i]->statistic == statistic)
			return floor[i];
	return NULL;
}

/* A section needs a limit, or it is a comment as a whole. */
static bool has_limit(const struct noise_floor *const *floor, size_t n)
{
	for (int stat = 0; stat < STAT_COMPARED; stat++) {
		const struct noise_floor *f = noisiest(floor, n, stat);

		if (f && noise_is_useful(f))
			return true;
	}
	return false;
}

/* Writes "[virtio SENSOR:SENSOR_READING_GET total]". */
static void write_heading(const struct series_key *key, enum lc_phase phase,
			  FILE *out)
{
	char protocol[8], message[8];

	fprintf(out, "[%s %s:%s %s]\n", transport_names[key->transport],
		protocol_label(key, protocol, sizeof(protocol)),
		key_message_label(key, message, sizeof(message)),
		phase_names[phase]);
}

/* Writes the section of the @n floors; @s has the counts if it is the first. */
static void write_section(const struct noise *noise,
			  const struct noise_floor *const *floor, size_t n,
			  const struct series *s, FILE *out)
{
	const bool no_anomalies = s && !series_anomalies(s);

	fputc('\n', out);
	if (!has_limit(floor, n) && !no_anomalies)
		fputs("# ", out);
	write_heading(&floor[0]->key, floor[0]->phase, out);
	if (s)
		write_anomalies(series_anomalies(s), out);
	for (int stat = 0; stat < STAT_COMPARED; stat++) {
		const struct noise_floor *f = noisiest(floor, n, stat);

		if (f)
			write_limit(noise, f, out);
	}
}

static void write_sections(const struct noise *n, FILE *out)
{
	const struct noise_floor **floor = xcalloc(n->n, sizeof(*floor));
	const struct series *counted = NULL;
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
			write_section(n, floor + i, end - i,
				      s == counted ? NULL : s, out);
		counted = s;
	}
	profile_free(&sections);
	free(floor);
}

static double shortest_median(const struct noise *n)
{
	double shortest = n->floors[0].median;

	for (size_t i = 1; i < n->n; i++)
		if (n->floors[i].median < shortest)
			shortest = n->floors[i].median;
	return shortest;
}

void noise_limits(const struct noise *n, FILE *out)
{
	fprintf(out,
		"# By scmi-perf calibrate, from %zu runs. A limit is %.0f %% "
		"of its noise floor,\n"
		"# which is the slowdown that %zu runs a side show in 95 %% of "
		"cases. About four\n"
		"# times as many runs find slowdowns of half the size.\n"
		"[defaults]\n"
		"alpha = %g\n"
		"min-runs = %zu\n"
		"# Quiet machines show slowdowns that nobody cares about. "
		"Those of 1 %% of the\n"
		"# shortest median pass with:\n"
		"# min-effect = %.3fus\n",
		n->runs->n, 100 * NOISE_LIMIT, n->half, NOISE_ALPHA, n->half,
		shortest_median(n) / 1e5);
	write_sections(n, out);
}

/* Writes twice the largest percentile that the recording has enough samples for. */
static void write_starter_limits(const struct series *s, FILE *out)
{
	static const enum statistic tried[] = {STAT_P99, STAT_P90, STAT_P50};

	for (size_t i = 0; i < sizeof(tried) / sizeof(tried[0]); i++) {
		double ns;

		if (!series_statistic(s, LC_TOTAL, tried[i], &ns))
			continue;
		fprintf(out, "# it was %.3f us, of %" PRIu64 " transfers\n",
			ns / 1e3, series_samples(s, LC_TOTAL));
		fprintf(out, "%s = %.3fus\n", statistic_names[tried[i]],
			2 * ns / 1e3);
		return;
	}
}

static void write_starter_section(const struct series *s, FILE *out)
{
	fputc('\n', out);
	write_heading(&s->key, LC_TOTAL, out);
	if (s->counter[LC_TIMED_OUT])
		fprintf(out, "# %" PRIu64 " timeouts in this recording\n",
			s->counter[LC_TIMED_OUT]);
	else
		fputs("timeouts = 0\n", out);
	write_anomalies(series_anomalies(s), out);
	write_starter_limits(s, out);
}

bool starter_limits(const struct run_set *runs, FILE *out)
{
	struct profile sections = {0};
	bool any = false;

	count_by_section(runs, &sections);
	fputs("# By scmi-perf calibrate, from one recording, which does not "
	      "show how much runs\n"
	      "# differ from each other. Percentiles may double before these "
	      "limits fail: set\n"
	      "# what your system needs. Limits of slowdowns need 24 "
	      "recordings of the same.\n",
	      out);
	for (size_t i = 0; i < sections.n_series; i++) {
		const struct series *s = &sections.series[i];

		if (s->key.type != MESSAGE_COMMAND ||
		    !series_samples(s, LC_TOTAL))
			continue;
		any = true;
		write_starter_section(s, out);
	}
	profile_free(&sections);
	return any;
}
