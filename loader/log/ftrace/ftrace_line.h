/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Parses one line of an ftrace text log into one event.
 *
 * Accepts the output of trace and trace_pipe in tracefs, trace-cmd report and
 * perf script, also if a mail quotes it. An event is recognised only where a
 * tracer prints its name, after the time stamp:
 *
 *   <task and columns> 7614.373161: scmi_xfer_begin: transfer_id=78 …
 *   <task and columns> 7614.373161:     scmi:scmi_xfer_begin: pt=15 …
 *   <task and columns>   1234us+: scmi_xfer_begin: …     (latency-format)
 *
 * The fields have two dialects. Only their names distinguish them, not their
 * digits: with protocol_id= all are decimal (Linux before 6.1); with pt= the
 * fields pt, msg_id, seq and transfer_id are hexadecimal (since 6.1). So they are
 * if seq has leading zeros: trace-cmd report -R has the names of the former and the
 * numbers of the latter.
 * See ftrace_message.h for scmi_msg_dump and scmi_fc_call.
 */
#ifndef SCMI_PERF_FTRACE_LINE_H
#define SCMI_PERF_FTRACE_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum ftrace_kind {
	FTRACE_NONE,	 /* no event that matters */
	FTRACE_TEXT,	 /* no event of a tracer, as far as is known */
	FTRACE_OTHER,	 /* an SCMI event that is not listed below */
	FTRACE_UNPARSED, /* one that is, or a loss, but cannot be parsed */
	/* Events that the importer uses: BEGIN … FAST_CALL. */
	FTRACE_BEGIN,	/* scmi_xfer_begin */
	FTRACE_WAIT,	/* scmi_xfer_response_wait */
	FTRACE_RX_DONE, /* scmi_rx_done */
	FTRACE_END,	/* scmi_xfer_end */
	FTRACE_BAD,	/* scmi_msg_dump of a message that the core rejected */
	FTRACE_DUMP,	/* scmi_msg_dump of any other message */
	FTRACE_FAST_CALL, /* scmi_fc_call */
	FTRACE_KERNEL,	  /* a message of the kernel: kernel_message.h */
	FTRACE_LOST,	  /* the tracer reports dropped events */
	FTRACE_HEADER,	  /* the first line of a trace file */
	FTRACE_VENDOR,	  /* the kernel names the vendor of an SCMI instance */
	/* Of hooks in a transport, which name no transfer: hook_events.h. */
	FTRACE_RING,	   /* entry of the doorbell */
	FTRACE_RUNG,	   /* its exit */
	FTRACE_SIGNAL,	   /* a completion signal */
	FTRACE_UNANSWERED, /* do_xfer_with_response() has timed out */
	/* Of hooks in the core, which name an instance; no importer uses them. */
	FTRACE_SENDER,	 /* of a transfer that begins */
	FTRACE_NOTIFIER, /* of a notification that came */
	FTRACE_DROPPED,	 /* scmi_notify() has failed; it names no instance */
};

/* The processor and task of an event. */
struct ftrace_context {
	uint32_t cpu;  /* 0 if unknown */
	uint32_t pid;  /* 0: idle or unknown */
	char comm[16]; /* NUL-terminated, any bytes; empty: unknown */
};

/*
 * FAST_CALL has no transfer_id, and perhaps no domain; BAD and DUMP have no
 * transfer_id.
 */
struct ftrace_event {
	enum ftrace_kind kind;
	uint64_t time_ns; /* below 2^63 */
	uint32_t transfer_id;
	uint16_t seq;
	uint8_t protocol;
	uint8_t message;
	uint8_t decimals; /* of the time stamp in seconds: 1 … 9 */
	uint8_t msg_type; /* RX_DONE, BAD, DUMP: type in the message's header */
	bool poll;	  /* BEGIN, WAIT */
	bool command;	  /* DUMP: a command, not a response */
	bool dumped;	  /* BEGIN: its dump is known */
	bool dropped;	  /* RX_DONE of a notification that the core dropped */
	bool raw;	  /* DUMP: sent or received through debugfs */
	bool has_time;	  /* of any event, also of one that does not matter */
	bool broken;	  /* the start of another event is in the line, too */
	bool task_first; /* BEGIN, BAD, DUMP: the line has nothing before a task */
	bool received;	  /* its time is that at which journald received it */
	bool has_message; /* KERNEL, UNANSWERED: it has protocol and message */
	/* DUMP, BAD: no payload, FAST_CALL: no domain; the next line may have it. */
	bool partial;
	uint8_t anomaly;   /* KERNEL: enum lc_anomaly */
	uint16_t cpu_plus; /* processor + 1 of each event; 0: unknown */
	/* BAD, DUMP, and other events that a dump describes: number of the core
	   + 1; KERNEL: that of the device + 1; 0: unknown. */
	uint16_t instance;
	uint8_t channel; /* of a BAD, DUMP or BEGIN with an instance */
	/* DUMP of a command or notification, and events that one describes: the
	   resource that the message is about + 1; 0: none, or unknown. Only with
	   ftrace_line_resources. */
	uint32_t resource_plus;
	union {
		int32_t status;	     /* END: 0, an SCMI status or an errno;
					BAD: enum lc_bad; DUMP: of a reply */
		uint32_t timeout_ms; /* WAIT */
		uint64_t lost;	     /* LOST: number of events, at least 1 */
		struct {
			bool has_domain; /* and values */
			uint32_t domain;
			uint32_t value[2];
		} fast; /* FAST_CALL */
	};
	/*
	 * Of text: BAD, END, DUMP of a reply, RX_DONE of a delayed response or a
	 * notification; else unknown. Of binary records: all.
	 */
	struct ftrace_context context;
};

/*
 * True: parse the payloads of dumps. To be set before any thread parses.
 */
extern bool ftrace_line_resources;

/*
 * Parses the @len bytes at @line, without the newline; any bytes are allowed.
 * Returns the kind of the event and fills in the members of @ev that this kind
 * has; for NONE, TEXT, OTHER and UNPARSED only its kind. A line of which the
 * result is TEXT or UNPARSED may be a part of one, or have another form: see
 * line_search.h.
 */
enum ftrace_kind ftrace_line_parse(const char *line, size_t len,
				   struct ftrace_event *ev);

#endif
