/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * An instance of tracefs: ring buffers, events and a clock that are independent of
 * those of other tracers. It is removed when it is closed; one that a killed
 * program has left is removed by the next.
 */
#ifndef SCMI_PERF_TRACE_INSTANCE_H
#define SCMI_PERF_TRACE_INSTANCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct trace_instance {
	char *dir;
	bool own; /* made by trace_instance_make() */
};

/*
 * Returns the folder where tracefs is mounted, or NULL with *@err: -ENOENT, or
 * -EACCES if this user may not read it.
 */
const char *tracefs_folder(int *err);

/*
 * Makes an instance below @root with a buffer of @ring_bytes for each processor,
 * the clock CLOCK_MONOTONIC, and without events. It does not record yet. Returns 0
 * or -errno, reported.
 */
int trace_instance_make(struct trace_instance *t, const char *root,
			size_t ring_bytes);

/* Opens the instance of @root itself, which stays as it is. */
void trace_instance_top(struct trace_instance *t, const char *root);

/* Returns true if the instance has an event "scmi_xfer_begin". */
bool trace_instance_has_event(const struct trace_instance *t,
			      const char *event);

/*
 * Enables an event, such as "scmi/scmi_xfer_end", only where @filter is true unless it is NULL. Returns 0 or
 * -errno, reported.
 */
int trace_instance_enable(const struct trace_instance *t, const char *event,
			  const char *filter);

/* Adds a trigger to an event. Returns 0 or -errno, not reported. */
int trace_instance_trigger(const struct trace_instance *t, const char *event,
			   const char *trigger);

/* Starts or stops recording, at once for all events. Returns as above. */
int trace_instance_record(const struct trace_instance *t, bool on);

/* Reads a file of at most @size - 1 bytes. Returns false, not reported, on errors. */
bool trace_instance_read(const struct trace_instance *t, const char *file,
			 char *text, size_t size);

/*
 * Sets *@ns to the first microsecond that is after now, by the clock of the instance.
 * Returns as above, also if that clock does not count nanoseconds.
 */
int trace_instance_now(const struct trace_instance *t, uint64_t *ns);

/* All descriptors of the instance must be closed. */
void trace_instance_close(struct trace_instance *t);

#endif
