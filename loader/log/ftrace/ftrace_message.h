/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Parses rare SCMI events: dumps of messages and calls of fast channels; and the
 * task of an event. scmi_msg_dump and scmi_fc_call have had
 * the following texts. All their numbers but the last are hexadecimal.
 *
 *   scmi_msg_dump: [0x15]:CMND:[0x06]:[001A]:[0]: 00000000     (first posted)
 *   scmi_msg_dump: pt=15 t=CMND msg_id=06 seq=001A s=0 pyld=00000000
 *   scmi_msg_dump: id=0 ch=10 pt=15 t=!RESP msg_id=06 seq=001A s=-1 pyld=
 *   scmi_fc_call: [0x13]:[0x07]:[00000000]:1500000:0           (first posted)
 *   scmi_fc_call: pt=13 msg_id=07 res_id:0 vals=1500000:0
 *
 * A tag with '!' is that of a message that the core rejected. Those of raw mode
 * (debugfs) have small letters.
 */
#ifndef SCMI_PERF_FTRACE_MESSAGE_H
#define SCMI_PERF_FTRACE_MESSAGE_H

#include "ftrace_line.h"
#include "ftrace_span.h"

/*
 * Parses an event; @s starts with its name, without "scmi_". Returns BAD,
 * DUMP, FAST_CALL, UNPARSED or OTHER.
 */
enum ftrace_kind ftrace_parse_message(struct span s, struct ftrace_event *ev);

/*
 * Skips the tag of a dump, such as "CMND" or "!RESP". Sets the kind (DUMP or
 * BAD), msg_type, command and raw of @ev. Returns false for any other text.
 */
bool ftrace_skip_tag(struct span *s, struct ftrace_event *ev);

/*
 * Sets the resource of a dump from its payload: @len bytes in memory, or the text of
 * a line.
 */
void ftrace_dump_resource(struct ftrace_event *ev, const uint8_t *payload,
			  size_t len);
void ftrace_read_resource(struct span payload, struct ftrace_event *ev);

/* Reads at most @max bytes of a payload as tracers print it. Returns their number. */
size_t ftrace_read_payload(struct span payload, uint8_t *to, size_t max);

/* Returns false if the status of a rejected message is not an enum lc_bad. */
bool ftrace_dump_is_valid(const struct ftrace_event *ev);

/*
 * Parses the columns before the time stamp: "<task>-<pid> [<cpu>] <flags>" of
 * tracefs and trace-cmd, "<task> <pid> [<cpu>]" of perf script, or
 * "<task>-<pid> <cpu><flags>" of the option latency-format. Members that cannot
 * be parsed are 0 or empty.
 */
void ftrace_parse_context(struct span head, struct ftrace_context *context);

#endif
