// SPDX-License-Identifier: GPL-2.0-only
/*
 * verify-programs: loads every BPF program of scmi-perf on this kernel, with
 * and without a filter and resources, including programs that scmi-perf would not select
 * here. Prints "absent" for a program whose target is not in the kernel's
 * types. Attaches nothing. Exit status 1 if the kernel rejects a program.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <bpf/libbpf.h>

#include "anomaly.h"
#include "kernel_symbols.h"
#include "kernel_types.h"
#include "message_filter.h"
#include "sender_maps.h"
#include "trace_event.h"

#include "recorder.skel.h"

#define RING_BYTES 65536 /* never read */

static bool has_function(struct btf *types, const char *name)
{
	struct kernel_symbol s = {.name = name};

	kernel_symbols_find(&s, 1);
	return kernel_types_have_function(types, name, s.module);
}

/* Without this, errors would be hidden. */
static int print_all(enum libbpf_print_level level, const char *format,
		     va_list ap)
{
	return level == LIBBPF_DEBUG ? 0 : vfprintf(stderr, format, ap);
}

/*
 * The kernel checks the target of all programs but kprobes when it loads them.
 */
static bool has_target(struct btf *types, const struct bpf_program *program)
{
	const char *section = bpf_program__section_name(program);
	const char *target = strchr(section, '/');

	if (!target)
		return false;
	target++;
	if (!strncmp(section, "tp_btf/", 7))
		return kernel_types_have_event(types, target);
	/*
	 * Without bpf_rdonly_cast the kernel rejects and nothing selects them.
	 */
	if (!strncmp(section, "fentry/", 7) || !strncmp(section, "fexit/", 6))
		return kernel_types_have_function(types, "bpf_rdonly_cast",
						  "") &&
		       has_function(types, target);
	return true;
}

/*
 * Returns 0 or the error of the kernel; libbpf prints the program and reason.
 */
static int verify(struct btf *types, bool filtering, bool by_resource)
{
	struct recorder_bpf *skeleton = recorder_bpf__open();
	struct bpf_program *program;
	int err;

	if (!skeleton)
		return -errno;
	/* Each value makes the verifier skip the code for the other one. */
	skeleton->rodata->filtering = filtering;
	skeleton->rodata->with_senders = filtering;
	skeleton->rodata->by_resource = by_resource;
	bpf_object__for_each_program(program, skeleton->obj) {
		bool present = has_target(types, program);

		bpf_program__set_autoload(program, present);
		printf("%s %s\n", present ? "verified" : "absent",
		       bpf_program__name(program));
	}
	err = bpf_map__set_max_entries(skeleton->maps.trace_ring, RING_BYTES);
	if (!err)
		err = recorder_bpf__load(skeleton);
	printf("%s%s: %s\n", filtering ? "filtering" : "not filtering",
	       by_resource ? ", by resource" : "", err ? strerror(-err) : "ok");
	recorder_bpf__destroy(skeleton);
	return err;
}

int main(void)
{
	struct btf *types = kernel_types_load();
	int err;

	libbpf_set_print(print_all);
	kernel_symbols_keep(true);
	if (!types) {
		fputs("verify-programs: this kernel has no BTF\n", stderr);
		return 1;
	}
	err = verify(types, false, false);
	if (!err)
		err = verify(types, true, false);
	if (!err)
		err = verify(types, true, true);
	kernel_types_free(types);
	return err ? 1 : 0;
}
