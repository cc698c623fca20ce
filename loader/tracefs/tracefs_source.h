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

#define TRACEFS_INSTANCES 15 /* the others are unknown */

/* An SCMI instance, and the name of its device. */
struct tracefs_instance {
	char name[64];
	struct import_instance is; /* its number is a guess, by its name */
	char vendor[64], sub_vendor[64]; /* "": unknown */
};

struct tracefs_options {
	struct filter filter;
	/* Finds the instances of the machine and returns their number; or NULL. */
	size_t (*find_instances)(
		struct tracefs_instance instance[TRACEFS_INSTANCES]);
	/* Adds the names of an instance's resources that are known; or NULL. */
	void (*find_names)(const struct tracefs_instance *instance,
			   struct resource_names *names);
	/* sender_arguments_make(), or NULL. */
	bool (*make_arguments)(char **sender, char **notifier);
	bool hooks; /* also probe functions of the transport */
	/* Why functions cannot be probed; NULL: they can, as far as is known. */
	const char *no_kprobes;
	bool by_resource;  /* series of resources */
	size_t ring_bytes; /* of each processor; 0: TRACEFS_RING_BYTES */
	const char *root;  /* where tracefs is mounted; NULL: search */
	bool boot;	   /* read what the top instance holds, once */
	bool stacks;	   /* also the stacks of senders */
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

/*
 * Returns the return addresses of the stack of a transfer's sender, the innermost
 * first, valid until the next reading, and sets *@n; NULL: it is unknown.
 */
const __u64 *tracefs_source_stack(const struct tracefs_source *s,
				  uint32_t transfer_id, size_t *n);

/* Returns true if scmi_msg_dump names the instances, without their transports. */
bool tracefs_source_has_dumps(const struct tracefs_source *s);

/* Removes the trace instance. NULL is allowed. */
void tracefs_source_close(struct tracefs_source *s);

#endif
