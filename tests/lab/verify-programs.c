// SPDX-License-Identifier: GPL-2.0-only
/*
 * verify-programs: has this kernel verify every BPF program of scmi-perf, those
 * that it would not choose here included, without a filter and with one. What
 * a program is on must be known to the kernel's types: where it is not, "absent"
 * is printed. Nothing is attached. Ends with status 1 when one is refused.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <bpf/btf.h>
#include <bpf/libbpf.h>

#include "anomaly.h"
#include "maps.h"
#include "message_filter.h"
#include "trace_event.h"

#include "recorder.skel.h"

#define RING_BYTES 65536 /* nobody reads it */

static bool has_function(const struct btf *btf, const char *name)
{
	return btf__find_by_name_kind(btf, name, BTF_KIND_FUNC) > 0;
}

/* What the kernel cannot look at, it cannot load: kprobes take any name. */
static bool has_target(const struct btf *btf, const struct bpf_program *program)
{
	const char *section = bpf_program__section_name(program);
	const char *target = strchr(section, '/');
	char type[80];

	if (!target)
		return false;
	target++;
	if (!strncmp(section, "tp_btf/", 7)) {
		snprintf(type, sizeof(type), "btf_trace_%s", target);
		return btf__find_by_name_kind(btf, type, BTF_KIND_TYPEDEF) > 0;
	}
	/* Without its help they cannot be verified, and are never chosen. */
	if (!strncmp(section, "fentry/", 7) || !strncmp(section, "fexit/", 6))
		return has_function(btf, "bpf_rdonly_cast") &&
		       has_function(btf, target);
	return true;
}

/* Returns 0 or what the kernel refuses with; libbpf says which and why. */
static int verify(const struct btf *btf, bool filtering)
{
	struct recorder_bpf *skeleton = recorder_bpf__open();
	struct bpf_program *program;
	int err;

	if (!skeleton)
		return -errno;
	/* Both ways the verifier drops the other way's code. */
	skeleton->rodata->filtering = filtering;
	bpf_object__for_each_program(program, skeleton->obj) {
		bool here = has_target(btf, program);

		bpf_program__set_autoload(program, here);
		printf("%s %s\n", here ? "verified" : "absent",
		       bpf_program__name(program));
	}
	err = bpf_map__set_max_entries(skeleton->maps.trace_ring, RING_BYTES);
	if (!err)
		err = recorder_bpf__load(skeleton);
	printf("%s: %s\n", filtering ? "filtering" : "not filtering",
	       err ? strerror(-err) : "ok");
	recorder_bpf__destroy(skeleton);
	return err;
}

int main(void)
{
	struct btf *btf = btf__load_vmlinux_btf();
	int err;

	if (!btf) {
		fputs("verify-programs: this kernel has no BTF\n", stderr);
		return 1;
	}
	err = verify(btf, false);
	if (!err)
		err = verify(btf, true);
	btf__free(btf);
	return err ? 1 : 0;
}
