/* SPDX-License-Identifier: GPL-2.0-only */
/* The names of the functions on the stack of a sender. */
#ifndef SCMI_PERF_STACK_FRAMES_H
#define SCMI_PERF_STACK_FRAMES_H

#include <stdbool.h>

#include "kernel_symbols.h"
#include "transfer.h"

/*
 * Returns true for a frame of do_xfer(), with or without an offset. Those above it are
 * the tracer's own.
 */
bool stack_frame_is_do_xfer(const char *frame);

/*
 * Sets the frames of @line from @n return addresses, the innermost first, at most
 * TRACE_FRAMES. Those above do_xfer() are left out.
 */
void stack_frames_name(struct trace_line *line,
		       const struct kernel_functions *functions,
		       const __u64 *address, size_t n);

/* Loads the functions. Returns NULL, after a warning, if that is impossible. */
struct kernel_functions *stack_frames_functions(void);

#endif
