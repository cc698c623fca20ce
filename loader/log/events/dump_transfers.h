/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Makes transfers of dumps (scmi_msg_dump), for logs that have no others, and for
 * raw mode, which sends messages without a scmi_xfer_begin on older kernels: from the
 * command to its reply. If the log has scmi_rx_done, too, that is the time of the reply.
 */
#ifndef SCMI_PERF_DUMP_TRANSFERS_H
#define SCMI_PERF_DUMP_TRANSFERS_H

#include "ftrace_line.h"
#include "lifecycle.h"

#define DUMP_WAITING	16	    /* replies */
#define DUMP_WAIT_NS	1000000u    /* for the scmi_rx_done of a reply */
#define DUMP_FIRST_ID	0x80000000u /* transfer_id of the first */
#define DUMP_UNKNOWN_ID (DUMP_FIRST_ID - 1)

/* The last command with a token. */
struct dump_token {
	uint32_t id; /* 0: none */
	uint8_t protocol, message;
	bool open; /* without a reply */
};

struct dump_transfers {
	/* Called with events of transfers; set by the caller. */
	void (*apply)(void *ctx, const struct ftrace_event *ev);
	void *ctx;

	uint32_t n; /* commands so far */
	unsigned int n_waiting;
	struct ftrace_event waiting[DUMP_WAITING]; /* in order */
	struct dump_token token[LC_TAG_INSTANCES][LC_TOKENS];
};

/* Adds a dump of a message that the core did not reject. */
void dump_transfers_add(struct dump_transfers *d,
			const struct ftrace_event *ev);

/*
 * Adds a scmi_rx_done. Returns false if it does not belong to a transfer that was
 * made of dumps.
 */
bool dump_transfers_rx_done(struct dump_transfers *d,
			    const struct ftrace_event *ev);

/* The time is @now_ns, or the log has ended (UINT64_MAX). */
void dump_transfers_advance(struct dump_transfers *d, uint64_t now_ns);

#endif
