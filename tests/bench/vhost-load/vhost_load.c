// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reads sensor 0 of a back end, with a number of commands in flight, and prints as JSON:
 * the time from offer to reply, the readings a second, the back end's time of a processor
 * for a message (the mean, and with one in flight the median), and its memory.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "front_end.h"

#define SENSOR_READING_GET 6u
#define SENSOR_CONFIG_SET  10u
#define MESSAGE(token, message) \
	((u32)(message) | 0x15u << 10 | ((u32)(token)&0x3ff) << 18)
#define WARM_UP 1000u

/* Times in ns, of @nr messages at most. */
struct samples {
	u64 *ns;
	size_t nr;
};

static u64 now(clockid_t clock)
{
	struct timespec t;

	if (clock_gettime(clock, &t))
		front_end_fail("clock");
	return (u64)t.tv_sec * 1000000000u + (u64)t.tv_nsec;
}

static int compare(const void *a, const void *b)
{
	const u64 x = *(const u64 *)a, y = *(const u64 *)b;

	return x < y ? -1 : x > y;
}

static double percentile(struct samples *s, double p)
{
	qsort(s->ns, s->nr, sizeof(*s->ns), compare);
	return s->nr ? (double)s->ns[(size_t)(p * (double)(s->nr - 1))] : 0;
}

/* Returns a value of the back end's /proc/PID/status, in KiB. */
static long memory_of(pid_t pid, const char *format)
{
	char line[128];
	long kib = -1;
	FILE *in;

	snprintf(line, sizeof(line), "/proc/%d/status", (int)pid);
	in = fopen(line, "re");
	while (in && fgets(line, sizeof(line), in))
		sscanf(line, format, &kib);
	if (in)
		fclose(in);
	return kib;
}

/* Both back ends have sensor 0; that of rust-vmm is off at first. */
static void enable_sensor(struct front_end *f)
{
	const u16 before = f->avail;
	const u32 words[] = {0, 1};

	front_end_offer(f, 0, MESSAGE(0, SENSOR_CONFIG_SET), words);
	front_end_kick(f, before);
	front_end_wait(f);
}

static void offer_reading(struct front_end *f, unsigned int slot, u64 begun[])
{
	const u32 words[] = {0, 0};

	begun[slot] = now(CLOCK_MONOTONIC);
	front_end_offer(f, slot, MESSAGE(f->avail, SENSOR_READING_GET), words);
}

/* Offers the first readings; returns their number. */
static u64 begin(struct front_end *f, u64 n, unsigned int in_flight,
		 u64 begun[])
{
	const u16 before = f->avail;
	unsigned int slot;

	for (slot = 0; slot < in_flight && slot < n; slot++)
		offer_reading(f, slot, begun);
	front_end_kick(f, before);
	return slot;
}

/*
 * Keeps @in_flight readings in flight until @n were replied to. For each reply that is
 * there the next reading is offered, and one kick is for all of these.
 */
static void read_sensor(struct front_end *f, u64 n, unsigned int in_flight,
			struct samples *times)
{
	u64 begun[FRONT_END_DEPTH];
	u64 offered = begin(f, n, in_flight, begun);

	while (times->nr < n) {
		const u16 before = f->avail;
		int slot = (int)front_end_wait(f);

		for (; slot >= 0; slot = front_end_poll(f)) {
			times->ns[times->nr++] =
				now(CLOCK_MONOTONIC) - begun[slot];
			if (offered < n) {
				offer_reading(f, (unsigned int)slot, begun);
				offered++;
			}
		}
		if (f->avail != before)
			front_end_kick(f, before);
	}
}

/*
 * Reads one after the other, with the back end's time of a processor from one reading to
 * the next: all of its work for a message, also that after the reply.
 */
static void read_alone(struct front_end *f, u64 n, clockid_t processor,
		       struct samples *times, struct samples *work)
{
	u64 begun[FRONT_END_DEPTH], before = now(processor), after;

	while (times->nr < n) {
		begin(f, 1, 1, begun);
		front_end_wait(f);
		times->ns[times->nr++] = now(CLOCK_MONOTONIC) - begun[0];
		after = now(processor);
		work->ns[work->nr++] = after - before;
		before = after;
	}
}

static void measure(struct front_end *f, u64 n, unsigned int in_flight)
{
	struct samples times = {calloc(n, sizeof(u64)), 0};
	struct samples work = {calloc(n, sizeof(u64)), 0};
	u64 start, used;
	clockid_t processor;

	errno = clock_getcpuclockid(f->pid, &processor);
	if (errno || !times.ns || !work.ns)
		front_end_fail("the back end's processor time");
	read_sensor(f, WARM_UP < n ? WARM_UP : n, in_flight, &times);
	times.nr = 0;
	used = now(processor);
	start = now(CLOCK_MONOTONIC);
	if (in_flight == 1)
		read_alone(f, n, processor, &times, &work);
	else
		read_sensor(f, n, in_flight, &times);
	start = now(CLOCK_MONOTONIC) - start;
	used = now(processor) - used;
	printf("{\"in_flight\": %u, \"messages\": %llu, \"p50_ns\": %.0f, "
	       "\"p99_ns\": %.0f, ",
	       in_flight, (unsigned long long)n, percentile(&times, 0.5),
	       percentile(&times, 0.99));
	printf("\"per_second\": %.0f, \"processor_ns\": %.0f, \"work_p50_ns\": "
	       "%.0f, ",
	       (double)n * 1e9 / (double)start, (double)used / (double)n,
	       percentile(&work, 0.5));
	printf("\"memory_kib\": %ld, \"peak_memory_kib\": %ld}\n",
	       memory_of(f->pid, "VmRSS: %ld"),
	       memory_of(f->pid, "VmHWM: %ld"));
	free(times.ns);
	free(work.ns);
}

int main(int argc, char **argv)
{
	struct front_end f;
	u64 n;
	int i;

	if (argc < 4) {
		fputs("Usage: vhost-load SOCKET MESSAGES IN_FLIGHT...\n",
		      stderr);
		return 1;
	}
	n = strtoull(argv[2], NULL, 10);
	front_end_open(&f, argv[1]);
	enable_sensor(&f);
	for (i = 3; i < argc; i++) {
		const unsigned int in_flight = (unsigned int)atoi(argv[i]);

		errno = EINVAL;
		if (!n || !in_flight || in_flight > FRONT_END_DEPTH)
			front_end_fail(argv[i]);
		measure(&f, n, in_flight);
	}
	return 0;
}
