// SPDX-License-Identifier: GPL-2.0-only
/* The use of fast channels, as sentences. */
#include <inttypes.h>

#include "alloc.h"
#include "facts.h"
#include "names.h"
#include "text.h"
#include "units.h"

/* Appends a time with four digits and its unit. */
static char *append_time(char *text, double ns)
{
	char time[ROUNDED_TIME_LEN];

	return words_append(text, "%s", rounded_time(ns, time));
}

/* "1 us to 2 ms apart, on average 20 us" */
static char *append_periods(char *text, const struct fast_channel *f)
{
	text = append_time(text, (double)f->period_min_ns);
	text = append_time(words_append(text, "to"), (double)f->period_max_ns);
	if (!sum_is_known(f->period_sum_ns))
		return words_append(text, "apart");
	return append_time(words_append(text, "apart, on average"),
			   (double)f->period_sum_ns / (double)f->periods);
}

static char *append_values(char *text, const struct fast_channel *f)
{
	const char *end = f->periods ? "," : "";

	if (!f->value[1])
		return words_append(text, "last value %" PRIu32 "%s",
				    f->value[0], end);
	return words_append(text, "last values %" PRIu32 " and %" PRIu32 "%s",
			    f->value[0], f->value[1], end);
}

static char *describe(const struct fast_channel *f, uint64_t duration_ns)
{
	const struct series_key key = {.protocol = f->protocol,
				       .message = f->message};
	char title[KEY_TITLE_LEN];
	char *text = xasprintf("%s, domain %" PRIu32 ": %" PRIu64 " call%s,",
			       key_title(&key, title), f->domain, f->calls,
			       plural(f->calls));

	if (duration_ns)
		text = words_append(text, "%.4g/s,",
				    (double)f->calls * 1e9 /
					    (double)duration_ns);
	text = append_values(text, f);
	return f->periods ? append_periods(text, f) : text;
}

struct facts facts_of_fast_channels(const struct profile *p)
{
	const uint64_t duration_ns = all_runs_ns(p);
	struct facts facts = {0};

	for (size_t i = 0; i < p->n_fast; i++)
		facts_add(&facts, "fast", describe(&p->fast[i], duration_ns));
	return facts;
}
