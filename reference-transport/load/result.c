// SPDX-License-Identifier: GPL-2.0-only
/* Formats the figures of a run: exact, over all samples, nearest-rank. */
#include <linux/crc32.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/math64.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/sort.h>
#include <linux/vmalloc.h>

#include "../compat.h"
#include "load.h"

/* Room for the series of the run and of each device, 400 characters each. */
#define TEXT_LEN 65536

/**
 * struct load_transfer - a transfer that has started
 * @s: its sample
 * @next: the thread's next sample, or NULL
 * @due: when it was due, or 0 without a rate
 */
struct load_transfer {
	const struct load_sample *s;
	const struct load_sample *next;
	u64 due;
};

/* Sets @ns to the duration of a transfer; false if the transfer has none. */
typedef bool (*duration_t)(const struct load_transfer *t, u64 *ns);

/* Clocks of two CPUs may differ by a few ns while the time is being updated. */
static u64 between(u64 from, u64 to)
{
	return to > from ? to - from : 0;
}

static bool transport(const struct load_transfer *t, u64 *ns)
{
	*ns = between(t->s->begin, t->s->rx);
	return t->s->rx && t->s->end;
}

static bool wakeup(const struct load_transfer *t, u64 *ns)
{
	*ns = between(t->s->rx, t->s->end);
	return t->s->rx && t->s->end;
}

static bool total(const struct load_transfer *t, u64 *ns)
{
	*ns = between(t->s->begin, t->s->end);
	return t->s->end;
}

static bool delayed(const struct load_transfer *t, u64 *ns)
{
	*ns = between(t->s->begin, t->s->delayed);
	return t->s->delayed && t->s->end;
}

/* From the due time, so it includes the wait for late replies before it. */
static bool from_due(const struct load_transfer *t, u64 *ns)
{
	*ns = between(t->due, t->s->end);
	return t->due && t->s->end;
}

static bool loop(const struct load_transfer *t, u64 *ns)
{
	*ns = t->next ? between(t->s->begin, t->next->begin) : 0;
	return t->next;
}

static const struct {
	const char *name;
	duration_t duration;
	bool of_rate; /* only for runs with a rate */
} series[] = {
	{"transport", transport},
	{"wakeup", wakeup},
	{"total", total},
	{"delayed", delayed},
	{"from_due", from_due, true},
	{"loop", loop},
};

#define PART_SERIES (ARRAY_SIZE(series) - 1) /* a part has no loop */
#define ALL	    U32_MAX

/* A growing text; characters that do not fit are dropped. */
struct result_text {
	char *buf;
	size_t used;
};

static __printf(2, 3) void add(struct result_text *text, const char *format,
			       ...)
{
	va_list args;

	va_start(args, format);
	text->used += vscnprintf(text->buf + text->used, TEXT_LEN - text->used,
				 format, args);
	va_end(args);
}

/*
 * Collects the durations of transfers to @device (an index, or ALL), thread by
 * thread, each in order. Returns their number.
 */
static u32 collect(const struct load_run *run, u32 device, duration_t duration,
		   u64 *ns)
{
	u32 number, i, n = 0;

	for (number = 0; number < run->spec.threads; number++) {
		const struct load_thread *thread = &run->threads[number];
		struct load_transfer t = {.s = thread->samples};

		for (i = 0; i < thread->nr_started; i++, t.s++) {
			if (device != ALL &&
			    load_run_device(run, thread, i) != device)
				continue;
			t.next = i + 1 < thread->nr_started ? t.s + 1 : NULL;
			t.due = run->spec.rate ? load_run_due(run, thread, i)
					       : 0;
			if (duration(&t, &ns[n]))
				n++;
		}
		cond_resched();
	}
	return n;
}

/* Sorting millions of samples takes long, so other tasks can run in between. */
static int compare(const void *a, const void *b)
{
	u64 x = *(const u64 *)a, y = *(const u64 *)b;

	cond_resched();
	return x < y ? -1 : x > y;
}

static u64 percentile(const u64 *sorted, u32 n, u32 permille)
{
	return sorted[div_u64((u64)n * permille + 999, 1000) - 1];
}

/*
 * CRC-32 as in zlib, over the sorted values as little-endian 64-bit words. In a
 * deterministic guest on a busy host their order may change.
 */
static void add_series(struct result_text *text, const char *indent,
		       const char *name, u64 *ns, u32 n)
{
	u32 i, crc = ~0;
	u64 sum = 0;

	if (!n) {
		add(text, ",\n%s\"%s\": {\"count\": 0}", indent, name);
		return;
	}
	sort(ns, n, sizeof(*ns), compare, NULL);
	for (i = 0; i < n; i++) {
		__le64 word = cpu_to_le64(ns[i]);

		crc = crc32_le(crc, (const u8 *)&word, sizeof(word));
		sum += ns[i];
	}
	add(text,
	    ",\n%s\"%s\": {\"count\": %u, \"min_ns\": %llu, \"p50_ns\": "
	    "%llu, \"p90_ns\": %llu, \"p99_ns\": %llu, \"p999_ns\": %llu, "
	    "\"max_ns\": %llu, \"sum_ns\": %llu, \"crc32\": \"%08x\"}",
	    indent, name, n, ns[0], percentile(ns, n, 500),
	    percentile(ns, n, 900), percentile(ns, n, 990),
	    percentile(ns, n, 999), ns[n - 1], sum, ~crc);
}

/* Adds the first @n_series for @device (an index, or ALL); @ns has room to sort. */
static void add_all_series(struct result_text *text, const char *indent,
			   const struct load_run *run, u32 device, int n_series,
			   u64 *ns)
{
	int i;

	for (i = 0; i < n_series; i++)
		if (run->spec.rate || !series[i].of_rate)
			add_series(
				text, indent, series[i].name, ns,
				collect(run, device, series[i].duration, ns));
}

static u32 missing_rx_done(const struct load_run *run)
{
	u32 t, i, n = 0;

	for (t = 0; t < run->spec.threads; t++)
		for (i = 0; i < run->threads[t].nr_started; i++)
			n += run->threads[t].samples[i].end &&
			     !run->threads[t].samples[i].rx;
	return n;
}

static void add_counters(struct result_text *text, const struct load_run *run)
{
	u32 t, nr_started = 0, failures = 0, timeouts = 0, delayed = 0;
	u32 unsampled = 0;

	for (t = 0; t < run->spec.threads; t++) {
		nr_started += run->threads[t].nr_started;
		failures += run->threads[t].failures;
		timeouts += run->threads[t].timeouts;
		delayed += run->threads[t].delayed_timeouts;
		unsampled += run->threads[t].unsampled;
	}
	add(text,
	    "{\n  \"spec\": \"%s\",\n  \"protocol\": \"%s\",\n  "
	    "\"threads\": %u,\n  \"gap_us\": %u,\n  \"rate\": %u,\n  "
	    "\"transfers\": %u,\n  "
	    "\"begun\": %u,\n  \"failures\": %u,\n  \"timeouts\": %u,\n  "
	    "\"delayed_timeouts\": %u,\n  \"missing_rx_done\": %u,\n  "
	    "\"unsampled\": %u,\n  \"elapsed_ns\": %llu",
	    run->spec.text, load_work_name(run->spec.work), run->spec.threads,
	    run->spec.gap_us, run->spec.rate, run->spec.transfers, nr_started,
	    failures, timeouts, delayed, missing_rx_done(run), unsampled,
	    run->finished - run->started);
}

/* Adds the series of each protocol of an instance. */
static void add_protocols(struct result_text *text, const struct load_run *run,
			  u32 instance, const char *indent, u64 *ns)
{
	char deeper[16];
	u32 d;

	snprintf(deeper, sizeof(deeper), "%s    ", indent);
	add(text, "%s\"protocols\": {", indent);
	for (d = run->on.first[instance]; d < run->on.first[instance + 1];
	     d++) {
		const struct load_device *device = run->on.devices[d];

		add(text, "%s\n%s  \"%s\": {\n%s\"protocol_id\": %u",
		    d > run->on.first[instance] ? "," : "", indent,
		    load_work_name(device->work), deeper, device->protocol);
		add_all_series(text, deeper, run, d, PART_SERIES, ns);
		add(text, "\n%s  }", indent);
	}
	add(text, "\n%s}", indent);
}

static void add_instances(struct result_text *text, const struct load_run *run,
			  u64 *ns)
{
	u32 i;

	add(text, ",\n  \"instances\": [");
	for (i = 0; i < run->on.nr_instances; i++) {
		const struct load_device *first =
			run->on.devices[run->on.first[i]];

		add(text, "%s\n    {\n      \"device\": \"%s\",\n",
		    i ? "," : "", dev_name(first->handle->dev));
		add_protocols(text, run, i, "      ", ns);
		add(text, "\n    }");
	}
	add(text, "\n  ]");
}

static void add_notifications(struct result_text *text,
			      const struct load_notify *notify)
{
	u32 received = atomic_read(&notify->received);
	int i;

	add(text, ",\n  \"notifications\": {\n    \"received\": %u", received);
	for (i = 0; i < LOAD_NR_EVENTS; i++)
		add(text, ",\n    \"%s\": %u", load_event_name(i),
		    notify->notifiers[i].received);
	add_series(text, "    ", "handling", notify->ns,
		   min(received, LOAD_MAX_NOTIFICATIONS));
	add(text, "\n  }");
}

/* Adds the number of requests about each sensor, clock and domain. */
static void add_resources(struct result_text *text, const struct load_run *run)
{
	bool first = true;
	u32 w, of;

	add(text, ",\n  \"resources\": [");
	for (w = 0; w < LOAD_NR_WORKS; w++)
		for (of = 0; of < LOAD_MAX_RESOURCES; of++) {
			u32 n = atomic_read(&run->about[w][of]);

			if (!n)
				continue;
			add(text,
			    "%s\n    {\"work\": \"%s\", \"resource\": %u, "
			    "\"requests\": %u}",
			    first ? "" : ",", load_work_name(w), of, n);
			first = false;
		}
	add(text, "\n  ]");
}

char *load_result_format(const struct load_run *run)
{
	struct result_text text = {.buf = kmalloc(TEXT_LEN, GFP_KERNEL)};
	u64 *ns = vmalloc_array(run->spec.transfers, sizeof(*ns));

	if (!text.buf || !ns) {
		kfree(text.buf);
		vfree(ns);
		return ERR_PTR(-ENOMEM);
	}
	add_counters(&text, run);
	add_all_series(&text, "  ", run, ALL, ARRAY_SIZE(series), ns);
	if (run->spec.all) {
		add_instances(&text, run, ns);
	} else if (run->spec.work == LOAD_MIXED) {
		add(&text, ",\n");
		add_protocols(&text, run, 0, "  ", ns);
	}
	if (run->spec.each)
		add_resources(&text, run);
	if (run->notify)
		add_notifications(&text, run->notify);
	add(&text, "\n}\n");
	vfree(ns);
	return text.buf;
}
