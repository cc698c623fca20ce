/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kernel stacks of senders. A trigger of scmi_xfer_begin makes the kernel write
 * the stack as an event of its own, behind that of the transfer.
 */
#ifndef SCMI_PERF_TRANSFER_STACKS_H
#define SCMI_PERF_TRANSFER_STACKS_H

#include <event-parse.h>
#include <stdbool.h>
#include <stdint.h>

#include "ftrace_line.h"
#include "trace_event.h"
#include "trace_instance.h"

#define STACKS	    1024 /* transfers, by the low bits of their ids */
#define STACKS_CPUS 256

/* The stack of a transfer, the innermost return address first. */
struct transfer_stack {
	uint32_t transfer_id;
	uint32_t n; /* 0: none */
	__u64 address[TRACE_FRAMES];
};

struct transfer_stacks {
	uint16_t event; /* the number of the kernel's event; 0: none */
	const struct tep_format_field *size, *caller;
	struct {
		uint32_t pid, transfer_id;
		bool waits; /* for the stack of this transfer */
	} begun[STACKS_CPUS];
	struct transfer_stack stack[STACKS];
};

/*
 * Makes an instance write stacks. @root: where tracefs is mounted. Returns false,
 * not reported, if the kernel does not support that.
 */
bool transfer_stacks_start(struct transfer_stacks *s,
			   const struct trace_instance *t,
			   struct tep_handle *tep, const char *root);

/* Notes an event of the transfers. */
void transfer_stacks_note(struct transfer_stacks *s,
			  const struct ftrace_event *ev);

/* Stores a stack. Returns false if the record has another event. */
bool transfer_stacks_add(struct transfer_stacks *s,
			 const struct tep_record *record);

/* Returns the stack of a transfer, or NULL. */
const struct transfer_stack *
transfer_stacks_find(const struct transfer_stacks *s, uint32_t transfer_id);

#endif
