/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * The memory of the programs and the functions that add to it. Speed comes
 * first: the clock is the only helper, all memory is in arrays, and atomics are
 * used only where two processors can collide (docs/performance.md has the
 * numbers).
 */
#ifndef SCMI_PERF_MEASURE_BPF_H
#define SCMI_PERF_MEASURE_BPF_H

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#include "emit.bpf.h"
#include "maps.h"
#include "message_filter.h"

/* Globals, because they need no look-up; user space maps them. */
extern struct lc_slot in_flight[LC_SLOTS];
extern struct lc_expired expired;
extern struct rec_series series[REC_SERIES];
extern struct rec_page pages[REC_PAGES];
extern struct rec_instance instances[REC_INSTANCES];
extern struct rec_task tasks[REC_TASKS];
extern struct rec_woken woken[REC_WOKEN];
extern struct rec_cpu cpus[REC_CPUS];
extern struct rec_dispatcher dispatchers[REC_DISPATCHERS];
extern struct rec_event events[REC_EVENTS];
extern struct rec_global global;

/* Set before loading: the verifier removes code that they make unreachable. */
extern const volatile bool filtering; /* the filter excludes some messages */
extern const volatile struct rec_filter filter;
/*
 * Series are of resources, too. Programs that every transfer runs have a second
 * version for this, so that it costs nothing by default.
 */
extern const volatile bool by_resource;
extern const volatile struct resource_words resource_words[RESOURCE_PROTOCOLS];
extern const volatile struct rec_names_at names_at[RESOURCE_PROTOCOLS];
extern struct rec_name names[REC_SERIES];
/* The kernel has no types of SCMI: the offsets of members are assumed. */
extern const volatile bool assumed;
extern const volatile struct rec_functions functions;

/*
 * For rare cases: a global function, which the verifier checks once for all
 * arguments instead of once per call. It takes scalars and pointers, which it
 * has to check, and returns a scalar.
 */
#define RARE __weak __noinline

#define add(where, n) ((void)__sync_fetch_and_add(&(where), (n)))

/*
 * Raises *@where to at least @v. An exchange fails only when another processor
 * has just raised it, so in practice the limit of the loop is never reached.
 */
RARE int raise(__u64 *where, __u64 v)
{
	if (!where)
		return 0;
	for (int i = 0; i < 64; i++) {
		__u64 old = *(volatile __u64 *)where;

		if (v <= old ||
		    __sync_val_compare_and_swap(where, old, v) == old)
			break;
	}
	return 0;
}

/*
 * Allocates a page of the pool, once per histogram and octave. Returns 0 if the
 * pool is empty. If two processors get here together, one of their two pages
 * stays unused.
 */
static __always_inline __u32 allocate_page(struct rec_hist *h, __u32 page)
{
	__u64 new = __sync_fetch_and_add(&global.pages_requested, 1) + 1;
	__u32 old;

	if (new >= REC_PAGES)
		return 0;
	old = __sync_val_compare_and_swap(&h->page[page], 0, new);
	return old ? old : new;
}

/*
 * Returns offset | shift: the page of the pool for @v, and the shift that makes
 * @v an index in it. Returns 0 if the pool is empty. Stores the result, too,
 * because the next value is likely to be close.
 */
RARE __u64 find_page(struct rec_hist *h, __u64 v)
{
	__u32 page = hist_index(v) >> HIST_M & (REC_HIST_PAGES - 1);
	__u64 near;
	__u32 n;

	if (!h)
		return 0;
	n = h->page[page];
	if (!n)
		n = allocate_page(h, page);
	if (!n)
		return 0;
	near = n * sizeof(struct rec_page) | (page ? page - 1 : 0);
	/* Not for the first page: values of the second match its shift, too. */
	if (page)
		h->near = near;
	return near;
}

/* Returns the page at the offset in @near. */
static __always_inline struct rec_page *page_at(struct rec_page *pool,
						__u64 near)
{
	return (void *)pool + (near & (REC_PAGES - 1) * sizeof(*pool));
}

/* The histogram that is @at bytes behind @base, a constant. */
#define HIST_AT(base, at) ((struct rec_hist *)((void *)(base) + (at)))

/* Adds all of a sample but its bucket. */
static __always_inline void hist_extend(void *base, const __u64 at, __u64 v)
{
	struct rec_hist *h = HIST_AT(base, at);

	/* add() would copy @v to another register first. */
	__asm__ volatile("lock *(u64 *)(%0 + %1) += %2"
			 :
			 : "r"(base), "i"(at + offsetof(struct rec_hist, sum)),
			   "r"(v)
			 : "memory");
	if (v > h->max)
		raise(&h->max, v);
	/* That is, below the minimum. */
	if ((__s64)(v + h->below) >= 0)
		raise(&h->below, REC_NS_END - v);
}

/* Returns the bucket of @v in the page of @near, if it is below the limit. */
static __always_inline __u64 bucket_near(__u64 near, __u64 v)
{
	/* A BPF shift uses the six lowest bits; C would need a mask. */
	__asm__ volatile("%0 >>= %1" : "+r"(v) : "r"(near));
	v -= HIST_PAGE_BUCKETS;
	barrier_var(v);
	return v;
}

/* hist_record() for a value that is not in the page of the previous one. */
RARE int hist_record_far(struct rec_hist *h, __u64 v)
{
	__u64 near;

	_Static_assert(sizeof(struct rec_page) > 63, "offset | shift");
	if (!h)
		return 0;
	near = find_page(h, v);
	if (!near) {
		add(global.lost_histogram, 1);
		return 0;
	}
	add(page_at(pages, near)
		    ->bucket[bucket_near(near, v) & (HIST_PAGE_BUCKETS - 1)],
	    1);
	hist_extend(h, 0, v);
	return 0;
}

/*
 * Adds @v to the histogram at HIST_AT(@base, @at). @pool: the address of the
 * pages, which the caller keeps in a register.
 */
static __always_inline void hist_record(void *base, const __u64 at,
					struct rec_page *pool, __u64 v)
{
	__u64 near = *(volatile __u64 *)&HIST_AT(base, at)->near;
	__u64 bucket = bucket_near(near, v);

	if (!near || bucket >= HIST_PAGE_BUCKETS) {
		hist_record_far(HIST_AT(base, at), v);
		return;
	}
	add(page_at(pool, near)->bucket[bucket], 1);
	hist_extend(base, at, v);
}

/* Returns the lower half of @v, without the two shifts that clang generates. */
static __always_inline __u32 low_half(__u64 v)
{
	__u32 low = v;

	__asm__ volatile("%0 = %0" : "+w"(low));
	return low;
}

static __always_inline struct rec_cpu *this_cpu(void)
{
	struct rec_cpu *cpu =
		&cpus[bpf_get_smp_processor_id() & (REC_CPUS - 1)];

	/* Otherwise clang can compute the address again for each use. */
	barrier_var(cpu);
	return cpu;
}

/*
 * Returns an address as a number: that of the context of a program on a tracepoint
 * is on the stack. The verifier forbids arithmetic with a pointer, but not with a
 * number that was in memory.
 */
static __always_inline __u64 address_of(const void *p, struct rec_cpu *cpu)
{
	*(const void *volatile *)&cpu->address = p;
	return *(volatile __u64 *)&cpu->address;
}

static __always_inline struct rec_series *series_at(__u32 index)
{
	return &series[index & (REC_SERIES - 1)];
}

/* Applies the filter of resources to a key. */
static __always_inline bool is_selected_resource(__u64 key)
{
	const __u32 plus = rec_key_resource(key);

	for (__u32 i = 0; i < filter.n_resources && i < FILTER_RESOURCES; i++)
		if (filter_has_resource(&filter.resource[i], key, plus))
			return true;
	return !filter.n_resources;
}

/* Applies the filter to a key. */
static __always_inline bool is_selected(__u64 key)
{
	const struct rec_instance *instance =
		&instances[key >> 16 & (REC_INSTANCES - 1)];

	if (filter.instance_plus &&
	    (!instance->handle || instance->id + 1 != filter.instance_plus))
		return false;
	if (filter.function[0] && !instance->has_function)
		return false;
	if (!is_selected_resource(key))
		return false;
	for (__u32 i = 0; i < filter.n_messages && i < FILTER_MESSAGES; i++)
		if (filter_matches(filter.message[i], key))
			return true;
	return !filter.n_messages;
}

#define SERIES_FILTERED (-2) /* excluded by the filter */

/* series_index() for a key that is not in its home slot. */
RARE int find_series_index(__u64 key)
{
	/*
	 * Checked only here, so that the filter costs selected messages
	 * nothing.
	 */
	if (filtering && !is_selected(key))
		return SERIES_FILTERED;
	return rec_find_series(series, key);
}

/*
 * Returns the index of a series, which it adds if new, or a negative SERIES_….
 */
static __always_inline int series_index(__u64 key)
{
	__u32 home = rec_home(key);

	return series[home].key == key ? (int)home : find_series_index(key);
}

/* The same, faster for keys with a resource. */
static __always_inline int series_index_of_resource(__u64 key)
{
	__u32 home = rec_home_of_resource(key);

	return series[home].key == key ? (int)home : find_series_index(key);
}

/*
 * Adds the resource to the key of a command or notification with this payload.
 */
static __always_inline __u64 key_with_resource(__u64 key,
					       const __u32 payload[2])
{
	const __u32 word = resource_word(resource_words, key >> 8 & 0xff,
					 key & 0xff,
					 key & REC_KEY_NOTIFICATION);

	if (word == RESOURCE_NONE)
		return key;
	return rec_key_of_resource(key, word ? payload[1] : payload[0]);
}

/* series_index() that sets *@s to the series, too. */
static __always_inline int find_series(__u64 key, struct rec_series **s)
{
	__u32 home = rec_home(key);
	int index;

	*s = series_at(home);
	/* Otherwise clang computes the address again for each use. */
	barrier_var(*s);
	if ((*s)->key == key)
		return home;
	index = find_series_index(key);
	*s = series_at(index);
	return index;
}

/* Counts an event without a series; @index is the result of series_index(). */
RARE int count_no_series(int index)
{
	if (index == SERIES_FULL)
		add(global.lost_series, 1);
	return 0;
}

/* Counts an anomaly and logs it. @age_ns: age of its transfer, 0: unknown. */
RARE int note_anomaly(__u64 key, __u32 kind, __u32 token, __u64 age_ns)
{
	int index = series_index(key);
	struct rec_event *e;
	__u64 n;

	if (kind >= LA_KINDS)
		return 0;
	if (index < 0)
		return count_no_series(index);
	add(series_at(index)->anomaly[kind], 1);
	n = __sync_fetch_and_add(&global.events, 1);
	e = &events[n & (REC_EVENTS - 1)];
	e->time_ns = bpf_ktime_get_ns();
	e->key = key;
	e->age_ns = age_ns;
	e->kind = kind;
	e->token = token;
	e->cpu = bpf_get_smp_processor_id();
	e->pid = bpf_get_current_pid_tgid();
	bpf_get_current_comm(e->comm, sizeof(e->comm));
	if (trace.enabled && !(TRACE_OF_TRANSFER & 1u << kind))
		trace_other(key, kind, token, age_ns);
	return 0;
}

#endif
