// SPDX-License-Identifier: GPL-2.0-only
#include "kernel_kprobes.h"

#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#include "alloc.h"
#include "read_file.h"

static bool exists(const char *root, const char *file)
{
	char *path = xasprintf("%s%s", root, file);
	bool found = !access(path, F_OK);

	free(path);
	return found;
}

/*
 * All kprobes can be switched off. Then they can be attached, but are never hit.
 * Without debugfs they count as on.
 */
static bool are_off(const char *root)
{
	char *path = xasprintf("%s/sys/kernel/debug/kprobes/enabled", root);
	char *text;
	size_t len;
	bool off = !read_file(path, 16, &text, &len) && len && *text == '0';

	free(text);
	free(path);
	return off;
}

const char *kernel_lacks_kprobes(const char *root)
{
	if (!exists(root, "/sys/bus/event_source/devices/kprobe") &&
	    !exists(root, "/sys/kernel/tracing/kprobe_events") &&
	    !exists(root, "/sys/kernel/debug/tracing/kprobe_events"))
		return "this kernel has no kprobes (CONFIG_KPROBE_EVENTS)";
	if (are_off(root))
		return "kprobes are off: echo 1 "
		       ">/sys/kernel/debug/kprobes/enabled";
	return NULL;
}
