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
 */
#ifndef SCMI_PERF_FTRACE_LINE_H
#define SCMI_PERF_FTRACE_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum ftrace_kind {
	FTRACE_NONE,	 /* not of interest */
	FTRACE_OTHER,	 /* an SCMI event that is not one of the four below */
	FTRACE_UNPARSED, /* one of the four, but it cannot be read */
	FTRACE_BEGIN,	 /* scmi_xfer_begin */
	FTRACE_WAIT,	 /* scmi_xfer_response_wait */
	FTRACE_RX_DONE,	 /* scmi_rx_done */
	FTRACE_END,	 /* scmi_xfer_end */
	FTRACE_LOST,	 /* the tracer says that it dropped events */
	FTRACE_HEADER,	 /* the first line of a trace file */
};

struct ftrace_event {
	enum ftrace_kind kind;
	uint64_t time_ns; /* below 2^63 */
	uint32_t transfer_id;
	uint16_t seq;
	uint8_t protocol;
	uint8_t message;
	uint8_t decimals; /* of the time stamp's second: 1 … 9 */
	uint8_t msg_type; /* RX_DONE: enum lc_msg_type */
	bool poll;	  /* BEGIN, WAIT */
	union {
		int32_t status;	     /* END: 0, an SCMI status or an errno */
		uint32_t timeout_ms; /* WAIT */
		uint64_t lost;	     /* LOST: how many, at least 1 */
	};
};

/*
 * Reads the @len bytes at @line, without the newline; any bytes are allowed.
 * @ev is filled as far as its comments say, and undefined for NONE, OTHER and
 * UNPARSED except for its kind, which is also returned.
 */
enum ftrace_kind ftrace_line_parse(const char *line, size_t len,
				   struct ftrace_event *ev);

#endif
