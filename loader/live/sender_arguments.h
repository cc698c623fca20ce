/* SPDX-License-Identifier: GPL-2.0-only */
/* The arguments of kprobe events that name the SCMI instance of a message. */
#ifndef SCMI_PERF_SENDER_ARGUMENTS_H
#define SCMI_PERF_SENDER_ARGUMENTS_H

#include <stdbool.h>

/*
 * Sets the arguments of events on do_xfer() and on scmi_notify(), as kprobe_events
 * expects them: "name", that of the instance's device; "number", the core's own of the
 * instance, since Linux 6.3; and "id", the transfer_id, for do_xfer() only. The offsets
 * are those of the kernel's types, or assumed if it has none. Returns false if they are
 * unknown. The caller frees both.
 */
bool sender_arguments_make(char **sender, char **notifier);

#endif
