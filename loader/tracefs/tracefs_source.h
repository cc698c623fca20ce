/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Records a running kernel without BPF: the SCMI events come through the ring
 * buffers of tracefs, and an importer applies them as those of a log.
 *
 * Nobody waits for events: tracefs_source_read() is called every
 * TRACEFS_PERIOD_NS, and reads what has come. So a transfer has no wakeup of the
 * reader in it, and the buffers need room for the events of one period.
 */
#ifndef SCMI_PERF_TRACEFS_SOURCE_H
#define SCMI_PERF_TRACEFS_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "import.h"
#include "transfer_filter.h"

#define TRACEFS_PERIOD_NS  50000000u
#define TRACEFS_RING_BYTES (1024 * 1024) /* of each processor, by default */

struct tracefs_options {
	struct filter filter; /* without transport and instance */
	/* That of all transfers, if the machine has one only. */
	enum transport transport;
	bool hooks;	   /* also probe functions of the transport */
	size_t ring_bytes; /* of each processor; 0: TRACEFS_RING_BYTES */
	const char *root;  /* where tracefs is mounted; NULL: search */
	bool boot;	   /* read what the top instance holds, once */
};

struct tracefs_source;

/* False if scmi-perf was built without libtraceevent. */
extern const bool tracefs_supported;

/*
 * Prepares a recording into the profile of @im, which outlives the source and has no
 * other input. Sets the source and the hooks of @run, its run. Returns 0 or -errno,
 * reported. Free with tracefs_source_close().
 */
int tracefs_source_open(const struct tracefs_options *o, struct importer *im,
			struct run *run, struct tracefs_source **out);

/* Starts recording; the time of the profile starts now. Returns as above. */
int tracefs_source_start(struct tracefs_source *s);

/*
 * Feeds the importer with all events until a moment ago, and notes that time.
 * Returns as above.
 */
int tracefs_source_read(struct tracefs_source *s);

/*
 * Stops recording and feeds the importer with the last events, and with the number
 * of those that the kernel has overwritten. Returns as above.
 */
int tracefs_source_stop(struct tracefs_source *s);

/* Removes the trace instance. NULL is allowed. */
void tracefs_source_close(struct tracefs_source *s);

#endif
