// SPDX-License-Identifier: GPL-2.0-only
#include "ring_pages.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <kbuffer.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "alloc.h"
#include "diag.h"
#include "read_file.h"

#define PAGE_MAX (1 << 20) /* bytes of a page of a buffer */

/* The buffer of a processor, and the page of it that was read last. */
struct cpu_ring {
	unsigned int cpu;
	int fd;
	bool empty; /* nothing was there at the last read */
	struct kbuffer *kbuffer;
	void *page;
	void *data; /* the current event in the page; NULL: none */
	unsigned long long ts;
	int missed;	   /* events before it; -1: an unknown number */
	uint64_t reported; /* missed events that were returned; unknown: 1 */
};

struct ring_pages {
	char *dir;
	size_t page_bytes;
	struct cpu_ring *ring;
	size_t n_rings, cap_rings;
	struct cpu_ring *current; /* its event was returned last */
};

/* Finds "field: char data; offset:16; size:4080;" in the header of pages. */
static size_t page_bytes_of(const char *header)
{
	const char *line = strstr(header, "char data;");
	unsigned int offset, size;

	if (!line ||
	    sscanf(line, "char data; offset:%u; size:%u", &offset, &size) != 2)
		return 0;
	return (size_t)offset + size;
}

/* Reads a file as a string. Returns 0 or -errno, not reported. */
static int read_text(const char *path, char **text)
{
	size_t len;
	int err = read_file(path, 65536, text, &len);

	if (err)
		return err;
	*text = xreallocarray(*text, len + 1, 1);
	(*text)[len] = '\0';
	return 0;
}

/* Reads the layout of pages. Returns 0 or -errno, reported. */
static int read_header(struct ring_pages *r, const char *dir,
		       struct tep_handle *tep)
{
	char *path = xasprintf("%s/events/header_page", dir), *text;
	int err = read_text(path, &text);

	if (err) {
		diag_error("read '%s': %s", path, strerror(-err));
	} else {
		r->page_bytes = page_bytes_of(text);
		err = r->page_bytes >= 64 && r->page_bytes <= PAGE_MAX &&
				      !tep_parse_header_page(tep, text,
							     strlen(text),
							     sizeof(long))
			      ? 0
			      : -EINVAL;
		if (err)
			diag_error("'%s' has an unknown format", path);
	}
	free(text);
	free(path);
	return err;
}

/* Adds the buffer of a processor. Returns 0 or -errno, reported. */
static int add_ring(struct ring_pages *r, const char *dir, unsigned int cpu,
		    struct tep_handle *tep)
{
	char *path = xasprintf("%s/per_cpu/cpu%u/trace_pipe_raw", dir, cpu);
	const enum kbuffer_long_size size = tep_get_header_page_size(tep) == 8
						    ? KBUFFER_LSIZE_8
						    : KBUFFER_LSIZE_4;
	struct cpu_ring *ring;
	int err = 0;

	array_reserve(r->ring, r->n_rings, r->cap_rings);
	ring = &r->ring[r->n_rings];
	*ring = (struct cpu_ring){
		.cpu = cpu,
		.fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC),
	};
	if (ring->fd < 0) {
		err = -errno;
		diag_error("open '%s': %s", path, strerror(-err));
	} else {
		ring->page = xmalloc(r->page_bytes);
		ring->kbuffer =
			kbuffer_alloc(size, KBUFFER_ENDIAN_SAME_AS_HOST);
		if (!ring->kbuffer)
			out_of_memory();
		r->n_rings++;
	}
	free(path);
	return err;
}

static int add_rings(struct ring_pages *r, const char *dir,
		     struct tep_handle *tep)
{
	char *path = xasprintf("%s/per_cpu", dir);
	DIR *cpus = opendir(path);
	int err = cpus ? 0 : -errno;
	struct dirent *d;
	unsigned int cpu;

	if (err)
		diag_error("open '%s': %s", path, strerror(-err));
	while (!err && (d = readdir(cpus)))
		if (sscanf(d->d_name, "cpu%u", &cpu) == 1)
			err = add_ring(r, dir, cpu, tep);
	if (cpus)
		closedir(cpus);
	free(path);
	return err;
}

int ring_pages_open(const char *dir, struct tep_handle *tep,
		    struct ring_pages **out)
{
	struct ring_pages *r = xcalloc(1, sizeof(*r));
	int err = read_header(r, dir, tep);

	r->dir = xstrdup(dir);
	if (!err)
		err = add_rings(r, dir, tep);
	if (err) {
		ring_pages_close(r);
		return err;
	}
	*out = r;
	return 0;
}

void ring_pages_again(struct ring_pages *r)
{
	for (size_t i = 0; i < r->n_rings; i++)
		r->ring[i].empty = false;
}

/* Starts a page that was read. The events before it may be missing. */
static void start_page(struct cpu_ring *ring)
{
	int missed;

	kbuffer_load_subbuffer(ring->kbuffer, ring->page);
	missed = kbuffer_missed_events(ring->kbuffer);
	if (missed > 0 && ring->missed >= 0)
		ring->missed += missed;
	else if (missed)
		ring->missed = -1;
	ring->data = kbuffer_read_event(ring->kbuffer, &ring->ts);
}

/*
 * Makes sure that the ring has a current event if the kernel has one. Returns 0 or
 * -errno, reported.
 */
static int fill(const struct ring_pages *r, struct cpu_ring *ring)
{
	while (!ring->data && !ring->empty) {
		const ssize_t n = read(ring->fd, ring->page, r->page_bytes);

		if (n == (ssize_t)r->page_bytes) {
			start_page(ring);
		} else if (n >= 0 || errno == EAGAIN) {
			ring->empty = true;
		} else if (errno != EINTR) {
			const int err = -errno;

			diag_error("read the trace buffer of CPU %u: %s",
				   ring->cpu, strerror(-err));
			return err;
		}
	}
	return 0;
}

/* Moves on from the event that was returned last. */
static void leave_current(struct ring_pages *r)
{
	struct cpu_ring *ring = r->current;

	if (ring)
		ring->data = kbuffer_next_event(ring->kbuffer, &ring->ts);
	r->current = NULL;
}

int ring_pages_next(struct ring_pages *r, uint64_t until_ns,
		    struct tep_record *record)
{
	struct cpu_ring *first = NULL;

	leave_current(r);
	for (size_t i = 0; i < r->n_rings; i++) {
		struct cpu_ring *ring = &r->ring[i];
		const int err = fill(r, ring);

		if (err)
			return err;
		if (ring->data && ring->ts <= until_ns &&
		    (!first || ring->ts < first->ts))
			first = ring;
	}
	if (!first)
		return 0;
	r->current = first;
	*record = (struct tep_record){
		.ts = first->ts,
		.missed_events = first->missed,
		.size = kbuffer_event_size(first->kbuffer),
		.data = first->data,
		.cpu = (int)first->cpu,
	};
	first->reported += (uint64_t)(first->missed < 0 ? 1 : first->missed);
	first->missed = 0;
	return 1;
}

/* Returns the number behind "@name: " in statistics. */
static uint64_t number_of(const char *stats, const char *name)
{
	const char *p = strstr(stats, name);
	uint64_t n = 0;

	return p && sscanf(p + strlen(name), ": %" SCNu64, &n) == 1 ? n : 0;
}

/* Returns the events that a buffer has lost, as the kernel counts them. */
static uint64_t lost_by(const char *dir, unsigned int cpu)
{
	char *path = xasprintf("%s/per_cpu/cpu%u/stats", dir, cpu), *text;
	uint64_t lost = 0;

	if (!read_text(path, &text)) {
		lost = number_of(text, "\noverrun") +
		       number_of(text, "\ncommit overrun") +
		       number_of(text, "\ndropped events");
		free(text);
	}
	free(path);
	return lost;
}

uint64_t ring_pages_unreported(const struct ring_pages *r)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < r->n_rings; i++) {
		const uint64_t lost = lost_by(r->dir, r->ring[i].cpu);

		if (lost > r->ring[i].reported)
			sum += lost - r->ring[i].reported;
	}
	return sum;
}

void ring_pages_close(struct ring_pages *r)
{
	if (!r)
		return;
	for (size_t i = 0; i < r->n_rings; i++) {
		kbuffer_free(r->ring[i].kbuffer);
		free(r->ring[i].page);
		close(r->ring[i].fd);
	}
	free(r->ring);
	free(r->dir);
	free(r);
}
