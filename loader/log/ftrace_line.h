/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One line of an ftrace text log -> one event.
 *
 * Reads what tracefs' trace and trace_pipe, trace-cmd report and perf script
 * print, quoted in a mail or not. An event counts where a tracer prints its
 * name, after the time stamp, and nowhere else:
 *
 *   <task and columns> 7614.373161: scmi_xfer_begin: transfer_id=78 …
 *   <task and columns> 7614.373161:     scmi:scmi_xfer_begin: pt=15 …
 *   <task and columns>   1234us+: scmi_xfer_begin: …     (latency-format)
 *
 * The fields have two dialects, told apart by their names and never by their
 * digits: protocol_id= means that all are decimal (Linux before 6.1), pt= that
 * pt, msg_id, seq and transfer_id are hexadecimal (since 6.1).
 * scmi_msg_dump and scmi_fc_call: see ftrace_message.h.
 */
#ifndef SCMI_PERF_FTRACE_LINE_H
#define SCMI_PERF_FTRACE_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum ftrace_kind {
	FTRACE_NONE,	 /* not of interest */
	FTRACE_OTHER,	 /* an SCMI event that is not one of those below */
	FTRACE_UNPARSED, /* one of them, but it cannot be read */
	FTRACE_BEGIN,	 /* scmi_xfer_begin */
	FTRACE_WAIT,	 /* scmi_xfer_response_wait */
	FTRACE_RX_DONE,	 /* scmi_rx_done */
	FTRACE_END,	 /* scmi_xfer_end */
	FTRACE_BAD, /* scmi_msg_dump of a message that the core did not take */
	FTRACE_FAST_CALL, /* scmi_fc_call */
	FTRACE_LOST,	  /* the tracer says that it dropped events */
	FTRACE_HEADER,	  /* the first line of a trace file */
};

/* Who ran where an event was traced, as far as the line tells. */
struct ftrace_context {
	uint32_t cpu;  /* 0: or not known */
	uint32_t pid;  /* 0: idle, or not known */
	char comm[16]; /* NUL-terminated, any bytes; empty: not known */
};

/* FAST_CALL has protocol and message only; BAD has no transfer_id. */
struct ftrace_event {
	enum ftrace_kind kind;
	uint64_t time_ns; /* below 2^63 */
	uint32_t transfer_id;
	uint16_t seq;
	uint8_t protocol;
	uint8_t message;
	uint8_t decimals; /* of the time stamp's second: 1 … 9 */
	uint8_t msg_type; /* RX_DONE, BAD: type in the message's header */
	bool poll;	  /* BEGIN, WAIT */
	union {
		int32_t status;	     /* END: 0, an SCMI status or an errno;
					BAD: enum lc_bad */
		uint32_t timeout_ms; /* WAIT */
		uint64_t lost;	     /* LOST: how many, at least 1 */
	};
	/* BAD, END after a timeout, RX_DONE of a delayed response. */
	struct ftrace_context context;
};

/*
 * Reads the @len bytes at @line, without the newline; any bytes are allowed.
 * @ev is filled as far as its comments say, and undefined for NONE, OTHER and
 * UNPARSED except for its kind, which is also returned.
 */
enum ftrace_kind ftrace_line_parse(const char *line, size_t len,
				   struct ftrace_event *ev);

#endif
