/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The SCMI events that are read once in a while: messages that the core did
 * not take, calls of fast channels, and who ran there. scmi_msg_dump and
 * scmi_fc_call have had these texts, all numbers but the last hexadecimal:
 *
 *   scmi_msg_dump: [0x15]:CMND:[0x06]:[001A]:[0]: 00000000     (first posted)
 *   scmi_msg_dump: pt=15 t=CMND msg_id=06 seq=001A s=0 pyld=00000000
 *   scmi_msg_dump: id=0 ch=10 pt=15 t=!RESP msg_id=06 seq=001A s=-1 pyld=
 *   scmi_fc_call: [0x13]:[0x07]:[00000000]:1500000:0           (first posted)
 *   scmi_fc_call: pt=13 msg_id=07 res_id:0 vals=1500000:0
 *
 * The instance (id=) and the channel (ch=) are not used: the four events of a
 * transfer do not tell theirs.
 */
#ifndef SCMI_PERF_FTRACE_MESSAGE_H
#define SCMI_PERF_FTRACE_MESSAGE_H

#include "ftrace_line.h"
#include "ftrace_span.h"

/*
 * Reads an event of which @s begins with the name, after "scmi_". Returns BAD,
 * FAST_CALL, UNPARSED or OTHER.
 */
enum ftrace_kind ftrace_read_message(struct span s, struct ftrace_event *ev);

/*
 * Reads what stands before the time stamp: "<task>-<pid> [<cpu>] <flags>" of
 * tracefs and trace-cmd, "<task> <pid> [<cpu>]" of perf script, or
 * "<task>-<pid> <cpu><flags>" of the option latency-format. What cannot be
 * read is 0 or empty.
 */
void ftrace_read_context(struct span head, struct ftrace_context *context);

#endif
