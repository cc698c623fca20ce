/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The ring buffers of a trace instance, one for each processor, as one stream of
 * records in the order of time. Memory is a page for each processor.
 *
 * The kernel's pages (per_cpu/cpu*\/trace_pipe_raw) are read, which removes their
 * events from the buffers.
 */
#ifndef SCMI_PERF_RING_PAGES_H
#define SCMI_PERF_RING_PAGES_H

#include <event-parse.h>
#include <stdint.h>

struct ring_pages;

/*
 * Opens the buffers of the instance @dir, whose header_page @tep parses. Returns 0
 * or -errno, reported. Free with ring_pages_close().
 */
int ring_pages_open(const char *dir, struct tep_handle *tep,
		    struct ring_pages **out);

/* Looks at all buffers again, also at those that were found empty. */
void ring_pages_again(struct ring_pages *r);

/*
 * Finds the next record, up to the time @until_ns. The members ts, size, data, cpu
 * and missed_events of @record are valid until the next call; missed_events is the
 * number of events that the kernel overwrote before it, or -1: unknown. Returns 1,
 * 0 if there is none, or -errno, reported.
 */
int ring_pages_next(struct ring_pages *r, uint64_t until_ns,
		    struct tep_record *record);

/*
 * Returns how many more events the kernel has lost, by its own statistics, than
 * ring_pages_next() has returned: those after the last record that was read, and
 * those whose number a page did not have.
 */
uint64_t ring_pages_unreported(const struct ring_pages *r);

/* NULL is allowed. */
void ring_pages_close(struct ring_pages *r);

#endif
