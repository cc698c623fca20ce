// SPDX-License-Identifier: GPL-2.0-only
#include "callers.h"

#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "diag.h"
#include "sums.h"
#include "text.h"

struct callers *profile_callers(struct profile *p)
{
	if (!p->senders)
		p->senders = xcalloc(1, sizeof(*p->senders));
	return p->senders;
}

void callers_free(struct callers *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->n_stacks; i++)
		free(s->stacks[i]);
	for (size_t i = 0; i < s->n_callers; i++)
		hist_free(&s->callers[i].latency);
	free(s->stacks);
	free(s->callers);
	free(s->holders);
	free(s->uses);
	free(s->slowest);
	free(s);
}

uint32_t callers_stack(struct callers *s, const char *stack)
{
	for (size_t i = 0; i < s->n_stacks; i++)
		if (!strcmp(s->stacks[i], stack))
			return (uint32_t)i + 1;
	if (s->n_stacks == CALLERS_STACKS)
		return 0;
	array_reserve(s->stacks, s->n_stacks, s->cap_stacks);
	s->stacks[s->n_stacks++] = xstrdup(stack);
	return (uint32_t)s->n_stacks;
}

const char *callers_stack_of(const struct callers *s,
			     const struct message_caller *c)
{
	return c->stack ? s->stacks[c->stack - 1] : NULL;
}

static int compare_numbers(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

int message_caller_compare(const struct message_caller *a,
			   const struct message_caller *b)
{
	int d = series_key_compare(&a->key, &b->key);

	d = d ? d : memcmp(a->comm, b->comm, sizeof(a->comm));
	return d ? d : compare_numbers(a->stack, b->stack);
}

int message_holder_compare(const struct message_holder *a,
			   const struct message_holder *b)
{
	int d = series_key_compare(&a->waiter, &b->waiter);

	d = d ? d : series_key_compare(&a->holder, &b->holder);
	d = d ? d
	      : memcmp(a->waiter_comm, b->waiter_comm, sizeof(a->waiter_comm));
	return d ? d
		 : memcmp(a->holder_comm, b->holder_comm,
			  sizeof(a->holder_comm));
}

int channel_load_compare(const struct channel_load *a,
			 const struct channel_load *b)
{
	int d = compare_numbers(a->instance, b->instance);

	d = d ? d : compare_numbers(a->transport, b->transport);
	return d ? d : compare_numbers(a->channel, b->channel);
}

int slow_transfer_compare(const struct slow_transfer *a,
			  const struct slow_transfer *b)
{
	int d = compare_numbers(b->total_ns, a->total_ns);

	d = d ? d : compare_numbers(a->time_ns, b->time_ns);
	d = d ? d : series_key_compare(&a->key, &b->key);
	d = d ? d : compare_numbers(a->token, b->token);
	return d ? d : memcmp(a->comm, b->comm, sizeof(a->comm));
}

typedef int (*compare_fn)(const void *a, const void *b);

/* The functions above as bsearch() and qsort() call them. */
static int compare_callers(const void *a, const void *b)
{
	return message_caller_compare(a, b);
}

static int compare_holders(const void *a, const void *b)
{
	return message_holder_compare(a, b);
}

static int compare_uses(const void *a, const void *b)
{
	return channel_load_compare(a, b);
}

/*
 * Returns the index of @key in a sorted @table of @n elements of @size bytes, or
 * the one to insert it at.
 */
static size_t index_of(const void *table, size_t n, size_t size,
		       const void *key, compare_fn compare)
{
	size_t from = 0, to = n;

	while (from < to) {
		const size_t middle = from + (to - from) / 2;

		if (compare((const char *)table + middle * size, key) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

/* Makes room for an element at @at. The table has room for one more. */
static void open_gap(void *table, size_t n, size_t size, size_t at)
{
	char *p = (char *)table + at * size;

	memmove(p + size, p, (n - at) * size);
}

static void raise_to(uint64_t *max, uint64_t v)
{
	if (v > *max)
		*max = v;
}

void callers_lose(uint64_t *lost, uint64_t n)
{
	sum_add(lost, n);
	if (*lost > PROFILE_COUNT_MAX)
		*lost = PROFILE_COUNT_MAX;
}

void callers_set_comm(char to[CALLERS_COMM], const char *comm)
{
	size_t len = CALLERS_COMM - 1;
	char *utf8 = text_utf8(comm);

	memset(to, 0, CALLERS_COMM);
	if (strlen(utf8) < len)
		len = strlen(utf8);
	/* Do not cut a character: as UTF-8, invalid bytes become longer. */
	while (len && (utf8[len] & 0xc0) == 0x80)
		len--;
	memcpy(to, utf8, len);
	free(utf8);
}

void callers_add_caller(struct callers *s, const struct message_caller *c)
{
	const size_t at = index_of(s->callers, s->n_callers, sizeof(*c), c,
				   compare_callers);
	struct message_caller *to;

	if (at == s->n_callers || message_caller_compare(&s->callers[at], c)) {
		if (s->n_callers == CALLERS_MAX) {
			callers_lose(&s->lost_callers,
				     sum_of(c->completed, c->timed_out));
			return;
		}
		array_reserve(s->callers, s->n_callers, s->cap_callers);
		open_gap(s->callers, s->n_callers++, sizeof(*c), at);
		to = &s->callers[at];
		*to = *c;
		to->latency = (struct hist){0};
		hist_merge(&to->latency, &c->latency);
		return;
	}
	to = &s->callers[at];
	sum_add(&to->completed, c->completed);
	sum_add(&to->timed_out, c->timed_out);
	sum_add(&to->sum_ns, c->sum_ns);
	raise_to(&to->max_ns, c->max_ns);
	hist_merge(&to->latency, &c->latency);
}

void callers_add_holder(struct callers *s, const struct message_holder *h)
{
	const size_t at = index_of(s->holders, s->n_holders, sizeof(*h), h,
				   compare_holders);
	struct message_holder *to;

	if (at == s->n_holders || message_holder_compare(&s->holders[at], h)) {
		if (s->n_holders == CALLERS_HOLDERS) {
			callers_lose(&s->lost_holders, h->count);
			return;
		}
		array_reserve(s->holders, s->n_holders, s->cap_holders);
		open_gap(s->holders, s->n_holders++, sizeof(*h), at);
		s->holders[at] = *h;
		return;
	}
	to = &s->holders[at];
	sum_add(&to->count, h->count);
	sum_add(&to->sum_ns, h->sum_ns);
	raise_to(&to->max_ns, h->max_ns);
}

bool callers_add_use(struct callers *s, const struct channel_load *u)
{
	const size_t at =
		index_of(s->uses, s->n_uses, sizeof(*u), u, compare_uses);
	struct channel_load *to;

	if (at == s->n_uses || channel_load_compare(&s->uses[at], u)) {
		if (s->n_uses == CALLERS_USES)
			return false;
		array_reserve(s->uses, s->n_uses, s->cap_uses);
		open_gap(s->uses, s->n_uses++, sizeof(*u), at);
		s->uses[at] = *u;
		return true;
	}
	to = &s->uses[at];
	sum_add(&to->begun, u->begun);
	sum_add(&to->sum, u->sum);
	raise_to(&to->max, u->max);
	for (int i = 0; i < LC_LEVELS; i++)
		sum_add(&to->level[i], u->level[i]);
	return true;
}

void callers_add_slow(struct callers *s, const struct slow_transfer *t)
{
	size_t at = s->n_slowest;

	if (!s->slowest)
		s->slowest = xcalloc(CALLERS_SLOWEST, sizeof(*s->slowest));
	while (at && slow_transfer_compare(t, &s->slowest[at - 1]) < 0)
		at--;
	if (at == CALLERS_SLOWEST)
		return;
	if (s->n_slowest == CALLERS_SLOWEST)
		s->n_slowest--;
	open_gap(s->slowest, s->n_slowest++, sizeof(*t), at);
	s->slowest[at] = *t;
}

bool caller_percentile(const struct hist *latency, uint64_t max_ns,
		       unsigned int permille, uint64_t *ns)
{
	if (!hist_percentile(latency, permille, ns))
		return false;
	if (*ns > max_ns)
		*ns = max_ns;
	return true;
}

/* A stack and its index before they are sorted. */
struct numbered_stack {
	char *stack;
	uint32_t index;
};

static int compare_stacks(const void *a, const void *b)
{
	const struct numbered_stack *x = a, *y = b;

	return strcmp(x->stack, y->stack);
}

void callers_sort(struct callers *s)
{
	struct numbered_stack *sorted;
	uint32_t *number;

	if (!s || !s->n_stacks)
		return;
	sorted = xcalloc(s->n_stacks, sizeof(*sorted));
	number = xcalloc(s->n_stacks, sizeof(*number));
	for (size_t i = 0; i < s->n_stacks; i++)
		sorted[i] = (struct numbered_stack){s->stacks[i], (uint32_t)i};
	qsort(sorted, s->n_stacks, sizeof(*sorted), compare_stacks);
	for (size_t i = 0; i < s->n_stacks; i++) {
		s->stacks[i] = sorted[i].stack;
		number[sorted[i].index] = (uint32_t)i + 1;
	}
	for (size_t i = 0; i < s->n_callers; i++)
		if (s->callers[i].stack)
			s->callers[i].stack = number[s->callers[i].stack - 1];
	if (s->n_callers)
		qsort(s->callers, s->n_callers, sizeof(*s->callers),
		      compare_callers);
	free(number);
	free(sorted);
}

/* Adds the callers of @src, whose numbers of stacks are others. */
static void merge_callers(struct callers *dst, const struct callers *src)
{
	uint32_t *number = xcalloc(src->n_stacks + 1, sizeof(*number));

	for (size_t i = 0; i < src->n_stacks; i++)
		number[i + 1] = callers_stack(dst, src->stacks[i]);
	for (size_t i = 0; i < src->n_callers; i++) {
		struct message_caller c = src->callers[i];

		if (c.stack && !number[c.stack])
			callers_lose(&dst->lost_stacks,
				     sum_of(c.completed, c.timed_out));
		c.stack = number[c.stack];
		callers_add_caller(dst, &c);
	}
	free(number);
}

void callers_merge(struct callers *dst, const struct callers *src)
{
	size_t lost = 0;

	merge_callers(dst, src);
	for (size_t i = 0; i < src->n_holders; i++)
		callers_add_holder(dst, &src->holders[i]);
	for (size_t i = 0; i < src->n_uses; i++)
		lost += !callers_add_use(dst, &src->uses[i]);
	if (lost)
		diag_warning(
			"the loads of %zu channels are left out: a profile "
			"has at most %d",
			lost, CALLERS_USES);
	for (size_t i = 0; i < src->n_slowest; i++)
		callers_add_slow(dst, &src->slowest[i]);
	callers_lose(&dst->lost_callers, src->lost_callers);
	callers_lose(&dst->lost_stacks, src->lost_stacks);
	callers_lose(&dst->lost_holders, src->lost_holders);
	callers_sort(dst);
}
