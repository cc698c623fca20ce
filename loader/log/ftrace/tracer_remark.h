/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Parses what tracers print besides events: remarks of lost events, and the
 * header of a trace file.
 */
#ifndef SCMI_PERF_TRACER_REMARK_H
#define SCMI_PERF_TRACER_REMARK_H

#include "ftrace_line.h"
#include "ftrace_span.h"

/*
 * Returns LOST, HEADER, UNPARSED or NONE. Any text may be before the remark. The
 * heading of a file, as tail prints it, and that of a part of a mail in base64 are
 * headers, too.
 */
enum ftrace_kind tracer_remark_parse(struct span line, struct ftrace_event *ev);

/* Returns true if what follows is a part of a mail in base64. */
bool tracer_is_base64(struct span line);

/* Reads a number of lost events, UINT64_MAX for one of more than 16 digits. */
bool tracer_read_lost(struct span *s, uint64_t *lost);

/* Returns UNPARSED for more lost events than any tracer can have lost. */
enum ftrace_kind tracer_lost_kind(uint64_t lost);

#endif
