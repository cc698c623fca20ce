// SPDX-License-Identifier: GPL-2.0-only
/* Who sends, and who holds the channel, in a few lines. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "sender_table.h"

/* Senders that are named; the tables have all. */
#define NAMED 3

/* Smaller shares are left out. */
#define LEAST_PERCENT 0.05

/* All transfers of a sender, and the message that took most of their time. */
struct sender_sum {
	const struct sender_row *mostly;
	uint64_t count, sum_ns;
	bool others; /* there are other messages */
};

/* Adds up the rows of a table, which are sorted by time, by name. */
static struct sender_sum *add_up(const struct sender_table *t, size_t *n)
{
	struct sender_sum *all = xcalloc(t->n + 1, sizeof(*all));

	*n = 0;
	for (size_t i = 0; i < t->n; i++) {
		const struct sender_row *row = &t->row[i];
		size_t at = 0;

		while (at < *n && strcmp(all[at].mostly->name, row->name))
			at++;
		if (at == *n)
			all[(*n)++].mostly = row;
		else
			all[at].others = true;
		sum_add(&all[at].count, row->count);
		sum_add(&all[at].sum_ns, row->sum_ns);
	}
	return all;
}

static int compare_times(const void *a, const void *b)
{
	const struct sender_sum *x = a, *y = b;

	if (x->sum_ns != y->sum_ns)
		return x->sum_ns < y->sum_ns ? 1 : -1;
	return strcmp(x->mostly->name, y->mostly->name);
}

static double percent(uint64_t ns, uint64_t all_ns)
{
	return all_ns ? 100.0 * (double)ns / (double)all_ns : 0;
}

/* "55.9 % ", or "" of an unknown sum */
static char *share(uint64_t ns, uint64_t all_ns)
{
	return sum_is_known(all_ns) ? xasprintf("%.1f %% ", percent(ns, all_ns))
				    : xstrdup("");
}

/* "55.9 % noisy: 2001, mostly CLOCK_CONFIG_SET" */
static char *words_of(const struct sender_sum *s, uint64_t all_ns)
{
	char *message = sender_message(s->mostly->key);
	char *of_all = share(s->sum_ns, all_ns);
	char *text = xasprintf("%s%s: %" PRIu64 "%s %s", of_all,
			       s->mostly->name, s->count,
			       s->others ? ", mostly" : "", message);

	free(of_all);
	free(message);
	return text;
}

static void add_senders(struct facts *f, const char *label,
			const struct profile *p, enum sender_by by,
			uint64_t all_ns)
{
	const struct sender_sum *most = NULL;
	struct sender_sum *all;
	struct sender_table t;
	size_t n;

	sender_table_init(&t, p, by);
	all = add_up(&t, &n);
	qsort(all, n, sizeof(*all), compare_times);
	for (size_t i = 0; i < n; i++) {
		if (!most || all[i].count > most->count)
			most = &all[i];
		if (i < NAMED && percent(all[i].sum_ns, all_ns) > LEAST_PERCENT)
			facts_add(f, label, words_of(&all[i], all_ns));
	}
	/* The one that sends most is noisy, even if it takes little time. */
	if (most && most >= all + NAMED)
		facts_add(f, label, words_of(most, all_ns));
	free(all);
	sender_table_free(&t);
}

char *longest_wait(const struct profile *p, uint64_t all_ns)
{
	struct sender_table t;
	char *text = NULL;

	if (!p->senders)
		return NULL;
	sender_table_init(&t, p, SENDER_HOLDER);
	if (t.n && percent(t.row->sum_ns, all_ns) > LEAST_PERCENT) {
		char *words = sender_words(t.row);
		char *of_all = share(t.row->sum_ns, all_ns);

		text = xasprintf("%s%s, %" PRIu64 " time%s%s", of_all, words,
				 t.row->count, t.row->count == 1 ? "" : "s",
				 t.n > 1 ? ", and others" : "");
		free(of_all);
		free(words);
	}
	sender_table_free(&t);
	return text;
}

struct facts facts_of_senders(const struct profile *p, uint64_t all_ns)
{
	struct facts f = {0};
	char *wait;

	if (!p->senders)
		return f;
	add_senders(&f, "callers", p, SENDER_TASK, all_ns);
	add_senders(&f, "drivers", p, SENDER_DRIVER, all_ns);
	wait = longest_wait(p, all_ns);
	if (wait)
		facts_add(&f, "waits", wait);
	return f;
}
