// SPDX-License-Identifier: GPL-2.0-only
#include "stack_frames.h"

#include <string.h>

#include "diag.h"

bool stack_frame_is_do_xfer(const char *frame)
{
	static const char name[] = "do_xfer";
	const size_t len = sizeof(name) - 1;

	/* The compiler may have added a suffix, as in do_xfer.isra.0. */
	return !strncmp(frame, name, len) && strchr("+. ", frame[len]);
}

/* Removes the frames of the tracer, above the traced function. */
static void remove_own_frames(struct trace_line *line)
{
	for (size_t i = 0; i < line->n_frames; i++) {
		if (!stack_frame_is_do_xfer(line->frames[i]))
			continue;
		line->n_frames -= i;
		memmove(line->frames[0], line->frames[i],
			line->n_frames * sizeof(line->frames[0]));
		return;
	}
}

void stack_frames_name(struct trace_line *line,
		       const struct kernel_functions *functions,
		       const __u64 *address, size_t n)
{
	line->n_frames = n;
	for (size_t i = 0; i < n; i++)
		kernel_functions_format(functions, address[i], line->frames[i],
					sizeof(line->frames[i]));
	remove_own_frames(line);
}

struct kernel_functions *stack_frames_functions(void)
{
	struct kernel_functions *f = kernel_functions_load();

	if (!f)
		diag_warning("cannot read /proc/kallsyms: stacks are not "
			     "shown");
	return f;
}
