// SPDX-License-Identifier: GPL-2.0-only
#include "sender_table.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "names.h"
#include "text.h"
#include "units.h"

const char *const sender_headings[SENDER_BYS] = {
	[SENDER_TASK] = "Callers by task",
	[SENDER_DRIVER] = "Callers by driver",
	[SENDER_STACK] = "Callers by stack",
	[SENDER_HOLDER] = "Waits for a channel",
};

const char *const sender_titles[SENDER_COLUMNS] = {
	[SENDER_COUNT] = "count", [SENDER_FAILED] = "failed",
	[SENDER_SUM] = "sum",	  [SENDER_SHARE] = "time%",
	[SENDER_MEAN] = "mean",	  [SENDER_P50] = "p50",
	[SENDER_P99] = "p99",	  [SENDER_MAX] = "max",
};

/* A task's name, or what is there instead of one. */
static const char *task_name(const char *comm)
{
	return *comm ? comm : "(unknown)";
}

/* "outermost > … > do_xfer", which can be wrapped. */
static char *stack_words(const char *stack)
{
	char *words = xmalloc(3 * strlen(stack) + 1), *to = words;

	for (; *stack; stack++) {
		if (*stack == ';')
			to = stpcpy(to, " > ");
		else
			*to++ = *stack;
	}
	*to = '\0';
	return words;
}

static char *name_of(const struct callers *s, const struct message_caller *c,
		     enum sender_by by)
{
	const char *stack = callers_stack_of(s, c);
	char driver[128];

	if (by == SENDER_TASK)
		return xstrdup(task_name(c->comm));
	if (by == SENDER_DRIVER)
		stack = stack_driver(stack, driver, sizeof(driver));
	if (!stack || !*stack)
		return xstrdup("(unknown)");
	return by == SENDER_STACK ? stack_words(stack) : xstrdup(stack);
}

static int compare_names(const void *a, const void *b)
{
	const struct sender_row *x = a, *y = b;
	const int d = strcmp(x->name, y->name);

	return d ? d : series_key_compare(x->key, y->key);
}

/* The longest time first; equal times by name. */
static int compare_times(const void *a, const void *b)
{
	const struct sender_row *x = a, *y = b;

	if (x->sum_ns != y->sum_ns)
		return x->sum_ns < y->sum_ns ? 1 : -1;
	if (x->count != y->count)
		return x->count < y->count ? 1 : -1;
	return compare_names(a, b);
}

static void add(struct sender_row *to, const struct sender_row *from)
{
	sum_add(&to->count, from->count);
	sum_add(&to->timed_out, from->timed_out);
	sum_add(&to->sum_ns, from->sum_ns);
	if (from->max_ns > to->max_ns)
		to->max_ns = from->max_ns;
	hist_merge(&to->latency, &from->latency);
}

static void free_row(struct sender_row *row)
{
	free(row->name);
	hist_free(&row->latency);
}

/* Adds up rows of one sender and message. */
static void fold(struct sender_table *t)
{
	size_t n = 0;

	if (t->n)
		qsort(t->row, t->n, sizeof(*t->row), compare_names);
	for (size_t i = 0; i < t->n; i++) {
		if (n && !compare_names(&t->row[n - 1], &t->row[i])) {
			add(&t->row[n - 1], &t->row[i]);
			free_row(&t->row[i]);
		} else {
			t->row[n++] = t->row[i];
		}
	}
	t->n = n;
}

static void add_callers(struct sender_table *t, const struct callers *s,
			enum sender_by by)
{
	t->row = xcalloc(s->n_callers + 1, sizeof(*t->row));
	for (size_t i = 0; i < s->n_callers; i++) {
		const struct message_caller *c = &s->callers[i];
		struct sender_row *row = &t->row[t->n++];

		*row = (struct sender_row){
			.name = name_of(s, c, by),
			.key = &c->key,
			.count = sum_of(c->completed, c->timed_out),
			.timed_out = c->timed_out,
			.sum_ns = c->sum_ns,
			.max_ns = c->max_ns,
		};
		hist_merge(&row->latency, &c->latency);
	}
	fold(t);
}

static void add_holders(struct sender_table *t, const struct callers *s)
{
	t->row = xcalloc(s->n_holders + 1, sizeof(*t->row));
	for (size_t i = 0; i < s->n_holders; i++) {
		const struct message_holder *h = &s->holders[i];

		t->row[t->n++] = (struct sender_row){
			.name = xstrdup(task_name(h->waiter_comm)),
			.key = &h->waiter,
			.holder = h,
			.count = h->count,
			.sum_ns = h->sum_ns,
			.max_ns = h->max_ns,
		};
	}
}

static void percentile_cell(const struct sender_row *row, unsigned int permille,
			    char cell[32])
{
	uint64_t ns;

	if (caller_percentile(&row->latency, row->max_ns, permille, &ns))
		snprintf(cell, 32, "%.3f", (double)ns / 1e6);
	else
		snprintf(cell, 32, "-");
}

void sender_cells(const struct sender_table *t, size_t i,
		  char cell[SENDER_COLUMNS][32])
{
	const struct sender_row *row = &t->row[i];
	const double sum = (double)row->sum_ns, all = (double)t->all_ns;

	for (int c = 0; c < SENDER_COLUMNS; c++)
		strcpy(cell[c], "-");
	snprintf(cell[SENDER_COUNT], 32, "%" PRIu64, row->count);
	snprintf(cell[SENDER_FAILED], 32, row->holder ? "-" : "%" PRIu64,
		 row->timed_out);
	if (sum_is_known(row->sum_ns)) {
		snprintf(cell[SENDER_SUM], 32, "%.3f", sum / t->unit_ns);
		snprintf(cell[SENDER_MEAN], 32, "%.3f",
			 row->count ? sum / (double)row->count / 1e6 : 0);
	}
	if (sum_is_known(t->all_ns))
		snprintf(cell[SENDER_SHARE], 32, "%.1f",
			 t->all_ns ? 100.0 * sum / all : 0);
	percentile_cell(row, 500, cell[SENDER_P50]);
	percentile_cell(row, 990, cell[SENDER_P99]);
	snprintf(cell[SENDER_MAX], 32, "%.3f", (double)row->max_ns / 1e6);
}

/* Makes room for the cells of row @i. */
static void widen(struct sender_table *t, size_t i)
{
	char cell[SENDER_COLUMNS][32];

	sender_cells(t, i, cell);
	for (int c = 0; c < SENDER_COLUMNS; c++)
		if (t->width[c] < (int)strlen(cell[c]))
			t->width[c] = (int)strlen(cell[c]);
}

/* Selects the columns and their widths, and the unit by the sum. */
static void lay_out(struct sender_table *t)
{
	bool failed = false, p50 = false, p99 = false;
	uint64_t ns;

	for (size_t i = 0; i < t->n; i++) {
		const struct sender_row *row = &t->row[i];

		sum_add(&t->all_ns, row->sum_ns);
		failed |= row->timed_out != 0;
		p50 |= hist_percentile(&row->latency, 500, &ns);
		p99 |= hist_percentile(&row->latency, 990, &ns);
	}
	if (t->all_ns >= 100000000000u)
		t->unit_ns = 1e9;
	for (int c = 0; c < SENDER_COLUMNS; c++)
		t->width[c] = (int)strlen(sender_titles[c]);
	for (size_t i = 0; i < t->n; i++)
		widen(t, i);
	if (!failed)
		t->width[SENDER_FAILED] = 0;
	if (!p50)
		t->width[SENDER_P50] = 0;
	if (!p99)
		t->width[SENDER_P99] = 0;
	if (p99)
		t->width[SENDER_MEAN] = 0;
}

void sender_table_init(struct sender_table *t, const struct profile *p,
		       enum sender_by by)
{
	const struct callers *s = p->senders;

	*t = (struct sender_table){.unit_ns = 1e6};
	if (!s || (by != SENDER_TASK && by != SENDER_HOLDER && !s->n_stacks))
		return;
	if (by == SENDER_HOLDER)
		add_holders(t, s);
	else
		add_callers(t, s, by);
	if (t->n)
		qsort(t->row, t->n, sizeof(*t->row), compare_times);
	lay_out(t);
}

void sender_table_free(struct sender_table *t)
{
	for (size_t i = 0; i < t->n; i++)
		free_row(&t->row[i]);
	free(t->row);
	*t = (struct sender_table){0};
}

char *sender_message(const struct series_key *key)
{
	char protocol[8], message[8], buf[RESOURCE_LABEL_LEN],
		instance[24] = "";
	const char *resource = key_resource_label(key, buf);
	const char *space = resource ? " " : "";

	if (!resource)
		resource = "";
	if (key->instance)
		snprintf(instance, sizeof(instance), " of instance %u",
			 key->instance);
	if (key_message_name(key))
		return xasprintf("%s%s%s%s", key_message_name(key), space,
				 resource, instance);
	return xasprintf("%s %s%s%s%s",
			 protocol_label(key, protocol, sizeof(protocol)),
			 key_message_label(key, message, sizeof(message)),
			 space, resource, instance);
}

/* "cat: SENSOR_READING_GET" */
static char *sent_by(const char *name, const struct series_key *key)
{
	char *message = sender_message(key);
	char *text = xasprintf("%s: %s", name, message);

	free(message);
	return text;
}

char *sender_words(const struct sender_row *row)
{
	char *text = sent_by(row->name, row->key), *holder;

	if (!row->holder)
		return text;
	holder = sent_by(task_name(row->holder->holder_comm),
			 &row->holder->holder);
	text = words_append(text, "behind %s", holder);
	free(holder);
	return text;
}

char *sender_legend(const struct sender_table *t, enum sender_by by,
		    size_t shown)
{
	char *text = xasprintf(
		"%s in %s",
		by == SENDER_HOLDER
			? "Who waited behind the transfer that held it, times"
			: "Times",
		t->unit_ns == 1e6 ? "ms" : "ms, sums in s");

	if (shown < t->n)
		text = words_append(text, "- the first %zu of %zu", shown,
				    t->n);
	return text;
}

/* "mailbox 16:", "channel of instance 1 0:". */
static char *channel_name(const struct channel_load *u)
{
	char *text = xstrdup(u->transport == TRANSPORT_UNKNOWN
				     ? "channel"
				     : transport_names[u->transport]);

	if (u->instance)
		text = words_append(text, "of instance %u", u->instance);
	return words_append(text, "%u:", u->channel);
}

static char *channel_words(const struct channel_load *u)
{
	char *text = channel_name(u);

	if (sum_is_known(u->sum))
		text = words_append(
			text,
			"%.2f on average at the start of another transfer,",
			(double)u->sum / (double)u->begun);
	return words_append(
		text, "at most %" PRIu64 "; none at %.1f %% of the starts",
		u->max, 100.0 * (double)u->level[0] / (double)u->begun);
}

struct facts facts_of_channels(const struct profile *p)
{
	const struct callers *s = p->senders;
	struct facts f = {0};

	for (size_t i = 0; s && i < s->n_uses; i++)
		if (s->uses[i].max)
			facts_add(&f, "in flight", channel_words(&s->uses[i]));
	return f;
}

struct facts facts_of_lost_senders(const struct profile *p)
{
	const struct callers *s = p->senders;
	struct facts f = {0};

	if (s && s->lost_callers)
		facts_add(&f, "lost",
			  xasprintf("%" PRIu64
				    " transfer%s of further callers, "
				    "for whom the table had no room",
				    s->lost_callers, plural(s->lost_callers)));
	if (s && s->lost_stacks)
		facts_add(&f, "lost",
			  xasprintf("the stacks of %" PRIu64 " transfer%s, for "
				    "which the table had no room",
				    s->lost_stacks, plural(s->lost_stacks)));
	if (s && s->lost_holders)
		facts_add(&f, "lost",
			  xasprintf("%" PRIu64 " wait%s of further pairs, for "
				    "which the table had no room",
				    s->lost_holders, plural(s->lost_holders)));
	return f;
}

char *slow_words(const struct slow_transfer *t)
{
	char *sender = sent_by(task_name(t->comm), &t->key), *text;
	const char *before = "-";
	char stamp[24];

	text = xasprintf("%s, thread %" PRIu32 ", token 0x%03x%s", sender,
			 t->pid, t->token,
			 t->phases & 1u << LC_TIMEOUT ? ", timed out" : "");
	free(sender);
	if (t->status && !(t->phases & 1u << LC_TIMEOUT))
		text = words_append(text, "with status %" PRId32, t->status);
	for (int i = 0; i < LC_PHASES; i++) {
		/* The total is known, and answer overlaps others. */
		if (!(t->phases & 1u << i) || i == LC_TOTAL || i == LC_ANSWER ||
		    i == LC_TIMEOUT)
			continue;
		text = words_append(text, "%s %s %.3f", before, phase_names[i],
				    (double)t->ns[i] / 1e6);
		before = "+";
	}
	if (t->stamp_ns)
		text = words_append(
			text, "- in the log at %s",
			stamp_text(t->stamp_ns, stamp, sizeof(stamp)));
	return text;
}
