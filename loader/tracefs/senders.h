/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The SCMI instances of the events. If a machine has one instance, all events are its
 * own. If it has several, two more probes name the instance: one on do_xfer(), before
 * each transfer begins, and one on scmi_notify(), before the end of a notification.
 * Where they are not possible, scmi_msg_dump names it (since Linux 6.3): see
 * held_events.h.
 */
#ifndef SCMI_PERF_SENDERS_H
#define SCMI_PERF_SENDERS_H

#include <event-parse.h>
#include <stdbool.h>
#include <stdint.h>

#include "function_probes.h"
#include "import.h"
#include "tracefs_source.h"

#define SENDERS_SENT 4096 /* transfers, by the low bits of their ids */
#define SENDERS_CPUS 256

/* Where the event of a probe has its arguments; the type is NULL if it has not. */
struct sender_event {
	const struct tep_format_field *name, *number, *id;
};

struct senders {
	struct importer *im;
	struct run *run;		       /* the caller's */
	const struct tracefs_options *options; /* the caller's */
	struct tracefs_instance instance[TRACEFS_INSTANCES];
	bool numbered[TRACEFS_INSTANCES]; /* the importer knows it */
	size_t n;
	bool several;	  /* the events are kept apart */
	bool by_dumps;	  /* by scmi_msg_dump, not by the probes */
	bool searched;	  /* since senders_again() */
	uint64_t unknown; /* events of senders without an instance */
	struct sender_event sender, notifier;
	struct {
		uint32_t id;
		uint16_t instance; /* its number + 1; 0: unknown */
	} sent[SENDERS_SENT];
	struct {
		uint32_t pid;
		uint16_t instance;
	} notified[SENDERS_CPUS];
};

/*
 * Finds the instances, and makes the probes if there are several. Returns 0, or
 * -errno, reported, if the filter of @o cannot be applied.
 */
int senders_open(struct senders *s, const struct tracefs_options *o,
		 struct importer *im, struct run *run,
		 struct function_probes *probes, struct tep_handle *tep,
		 const char *root);

/* Allows to look for new instances again. */
void senders_again(struct senders *s);

/* Notes the record of a probe of this kind. */
void senders_note(struct senders *s, enum ftrace_kind kind,
		  const struct tep_record *record);

/* Notes the number + 1 of the instance of a transfer that begins; 0: unknown. */
void senders_note_sent(struct senders *s, uint32_t transfer_id,
		       uint16_t instance);

/* Notes the instance of a notification's dump, for the event that follows it. */
void senders_note_notified(struct senders *s, const struct ftrace_event *dump);

/* Stores the instance of a notification's end in its event. */
void senders_note_instance(struct senders *s, struct ftrace_event *ev);

/*
 * Returns true if the filter selects an event of the importer's, to which it adds the
 * instance.
 */
bool senders_select(struct senders *s, struct ftrace_event *ev);

/* Returns the number + 1 of the instance of an event; 0: unknown, or the only one. */
uint16_t senders_instance_of(const struct senders *s,
			     const struct ftrace_event *ev);

/* Warns of instances that could not be kept apart. */
void senders_warn(struct senders *s);

#endif
