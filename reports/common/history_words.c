// SPDX-License-Identifier: GPL-2.0-only
#include "history_words.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "alloc.h"
#include "compare.h"
#include "facts.h"
#include "names.h"
#include "text.h"
#include "units.h"

char *history_date(const struct history *h, size_t recording)
{
	char *date = run_date(history_run(h, recording));

	return date ? date : xstrdup("-");
}

char *history_span(const struct history *h)
{
	char *first, *last, *text;

	if (!h->timed || !h->n)
		return xasprintf("%zu recording%s, in the order given", h->n,
				 plural(h->n));
	first = history_date(h, 0);
	last = history_date(h, h->n - 1);
	text = xasprintf("%zu recording%s from %s to %s", h->n, plural(h->n),
			 first, last);
	free(first);
	free(last);
	return text;
}

static char *worse_sentence(const struct history *h, enum history_state state)
{
	const struct history_change *c = history_first_worse(h, state);
	const size_t n = history_worse(h, state);
	char *name, *text;

	if (!c)
		return NULL;
	name = history_name(h, c->at);
	text = xasprintf("%zu %schange%s for the worse, %s %s.", n,
			 state == HISTORY_SUSPECTED ? "suspected " : "",
			 plural(n), n == 1 ? "at" : "the first at", name);
	free(name);
	return text;
}

char *history_verdict(const struct history *h)
{
	char *text = worse_sentence(h, HISTORY_CERTAIN), *more;

	more = worse_sentence(h, HISTORY_SUSPECTED);
	if (more) {
		text = words_append(text, "%s", more);
		free(more);
	}
	if (!h->n_series)
		return xstrdup("No message has a latency in these recordings.");
	if (!text && history_too_short(h))
		return xasprintf("No change can be certain: at least %d "
				 "recordings are needed, these are %zu.",
				 CHANGE_RECORDINGS, h->n);
	return text ? text : xstrdup("No change for the worse.");
}

char *history_series_name(const struct history_series *s)
{
	char title[KEY_TITLE_LEN];

	key_title(&s->key, title);
	if (!history_is_time(s->measure))
		return xasprintf("%s: %s", title,
				 history_measure_name(s->measure));
	return xasprintf("%s: %s %s", title, phase_names[s->phase],
			 history_measure_name(s->measure));
}

char *history_change_words(const struct history_change *c)
{
	const char *direction = !c->n_rows ? "no difference"
				: c->worse ? "worse"
					   : "better";

	if (c->state == HISTORY_ACCEPTED)
		return xasprintf("%s, accepted", direction);
	if (c->state == HISTORY_SUSPECTED)
		return xasprintf("%s, suspected, p = %.4f", direction, c->p);
	return c->p > 0 ? xasprintf("%s, p = %.4f", direction, c->p)
			: xstrdup(direction);
}

/*
 * Decimals with which a time in us, or a percentage, has about four digits. Of
 * deterministic recordings each ns is real.
 */
static int decimals_of(const struct history *h, double value)
{
	const double size = fabs(value);

	if (h->deterministic)
		return 3;
	return size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : 3;
}

static double scaled(const struct history_series *s, double value)
{
	return history_is_time(s->measure) ? value / 1e3 : value;
}

char *history_value_text(const struct history *h, size_t series, double value)
{
	const struct history_series *s = &h->series[series];
	const double v = scaled(s, value);

	return xasprintf("%.*f %s", decimals_of(h, v), v,
			 history_is_time(s->measure) ? "us" : "%");
}

char *history_row_text(const struct history *h, const struct history_row *row)
{
	const struct history_series *s = &h->series[row->series];
	const double before = scaled(s, row->before.value);
	const double shift = scaled(s, row->shift.value);
	const int digits = decimals_of(h, before);
	char *after = history_value_text(h, row->series, row->after.value);
	char *text = xasprintf("%.*f -> %s: %+.*f", digits, before, after,
			       digits, shift);

	free(after);
	if (row->shift.interval && !h->deterministic)
		text = words_append(text, "(%+.*f to %+.*f)", digits,
				    scaled(s, row->shift.low), digits,
				    scaled(s, row->shift.high));
	if (history_is_time(s->measure) && before > 0)
		text = words_append(text, "%+.1f %%", 100 * shift / before);
	return text;
}

char *history_legend(const struct history *h)
{
	if (h->deterministic)
		return xstrdup(
			"Deterministic: every difference from the recording "
			"before is real. Times are us.");
	return xasprintf(
		"Medians of the recordings on both sides of a change, up to "
		"the next one, and their difference with its %.0f %% interval, "
		"each by itself. p is that of a change anywhere by chance, in "
		"one look at the history; \"suspected\" is p above %g or "
		"fewer than %d recordings. A date may be wrong by a recording.",
		100 * COMPARE_CONFIDENCE, CHANGE_ALPHA, CHANGE_RECORDINGS);
}
