// SPDX-License-Identifier: GPL-2.0-only
/* Timers and interrupt work of a program: a heap of timers and a list of work. */
#include "host_environment.h"

static u64 clock_of(clockid_t clock)
{
	struct timespec ts;

	clock_gettime(clock, &ts);
	return (u64)ts.tv_sec * 1000000000u + (u64)ts.tv_nsec;
}

static u64 monotonic(void)
{
	return clock_of(CLOCK_MONOTONIC);
}

u64 (*environment_clock)(void) = monotonic;

u64 ktime_get_boot_fast_ns(void)
{
	return clock_of(CLOCK_BOOTTIME);
}

/* Timer n has its successors at 2n and 2n + 1; there is none at 0. */
static struct {
	struct hrtimer **timers;
	size_t nr;
	size_t room;
	u64 order;
} heap;

static struct {
	struct irq_work *first;
	struct irq_work **end;
} works = {.end = &works.first};

static bool is_before(const struct hrtimer *a, const struct hrtimer *b)
{
	return a->expires < b->expires ||
	       (a->expires == b->expires && a->order < b->order);
}

static void put(size_t slot, struct hrtimer *timer)
{
	heap.timers[slot] = timer;
	timer->slot = slot;
}

static void rise(size_t slot, struct hrtimer *timer)
{
	for (; slot > 1 && is_before(timer, heap.timers[slot / 2]); slot /= 2)
		put(slot, heap.timers[slot / 2]);
	put(slot, timer);
}

static void sink(size_t slot, struct hrtimer *timer)
{
	size_t next;

	while ((next = 2 * slot) <= heap.nr) {
		if (next < heap.nr &&
		    is_before(heap.timers[next + 1], heap.timers[next]))
			next++;
		if (!is_before(heap.timers[next], timer))
			break;
		put(slot, heap.timers[next]);
		slot = next;
	}
	put(slot, timer);
}

/* A program that cannot even allocate this cannot go on. */
static void reserve(void)
{
	if (heap.nr + 1 < heap.room)
		return;
	heap.room = heap.room ? 2 * heap.room : 2048;
	heap.timers =
		reallocarray(heap.timers, heap.room, sizeof(*heap.timers));
	if (!heap.timers)
		abort();
}

int hrtimer_cancel(struct hrtimer *timer)
{
	struct hrtimer *last;
	size_t slot = timer->slot;

	if (!slot)
		return 0;
	timer->slot = 0;
	last = heap.timers[heap.nr--];
	if (last == timer)
		return 1;
	if (slot > 1 && is_before(last, heap.timers[slot / 2]))
		rise(slot, last);
	else
		sink(slot, last);
	return 1;
}

void hrtimer_start(struct hrtimer *timer, ktime_t time, enum hrtimer_mode mode)
{
	hrtimer_cancel(timer);
	reserve();
	timer->expires = (u64)time;
	if (mode == HRTIMER_MODE_REL)
		timer->expires += environment_clock();
	timer->order = heap.order++;
	rise(++heap.nr, timer);
}

void irq_work_queue(struct irq_work *work)
{
	if (work->pending)
		return;
	work->pending = true;
	work->next = NULL;
	*works.end = work;
	works.end = &work->next;
}

void irq_work_sync(struct irq_work *work)
{
	struct irq_work **link = &works.first;

	if (!work->pending)
		return;
	while (*link != work)
		link = &(*link)->next;
	*link = work->next;
	if (!work->next)
		works.end = link;
	work->pending = false;
}

u64 environment_next(void)
{
	if (works.first)
		return 0;
	return heap.nr ? heap.timers[1]->expires : ~0ull;
}

static void run_works(void)
{
	struct irq_work mark = {.pending = true};
	struct irq_work *work;

	if (!works.first)
		return;
	*works.end = &mark;
	works.end = &mark.next;
	while ((work = works.first) != &mark) {
		works.first = work->next;
		work->pending = false;
		work->func(work);
	}
	works.first = mark.next;
	if (!works.first)
		works.end = &works.first;
}

void environment_run(void)
{
	const u64 now = heap.nr ? environment_clock() : 0;
	const u64 order = heap.order;

	run_works();
	while (heap.nr && heap.timers[1]->expires <= now &&
	       heap.timers[1]->order < order) {
		struct hrtimer *timer = heap.timers[1];

		hrtimer_cancel(timer);
		timer->function(timer);
	}
}
