// SPDX-License-Identifier: GPL-2.0-only
#include "kprobe_misses.h"

#include <linux/bpf.h>
#include <string.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

/*
 * The part of struct bpf_link_info that describes a kprobe. It is longer than in
 * the header of an older kernel: perf_event came with Linux 6.6, missed with 6.7.
 */
struct kprobe_link_info {
	__u32 type;
	__u32 id;
	__u32 prog_id;
	__u32 : 32;
	__u32 perf_event_type;
	__u32 : 32;
	__u64 func_name;
	__u32 name_len;
	__u32 offset;
	__u64 addr;
	__u64 missed;
};

_Static_assert(sizeof(struct kprobe_link_info) == 56, "layout of the kernel");

/* Values of enum bpf_perf_event_type. */
#define PERF_EVENT_KPROBE    3
#define PERF_EVENT_KRETPROBE 4

/* Returns false if the kernel does not count the misses of this link. */
static bool read_link(const struct bpf_link *link, uint64_t *missed)
{
	struct kprobe_link_info info = {0};
	__u32 len = sizeof(info);

	/* The kernel returns the length that it knows, if that is shorter. */
	if (bpf_obj_get_info_by_fd(bpf_link__fd(link), &info, &len) ||
	    len < sizeof(info) ||
	    (info.perf_event_type != PERF_EVENT_KPROBE &&
	     info.perf_event_type != PERF_EVENT_KRETPROBE))
		return false;
	*missed = info.missed;
	return true;
}

static bool is_kprobe(const struct hook_choice *choice)
{
	return choice->how && strstr(choice->how, "probe");
}

bool kprobe_misses_read(const struct hook_choice choice[HOOKS_MAX],
			struct bpf_link *const link[HOOKS_MAX],
			struct kprobe_misses *out)
{
	struct kprobe_misses all = {.counted = true};
	bool any = false;

	for (size_t i = 0; i < n_hook_targets; i++) {
		uint64_t missed = 0;

		if (!link[i] || !is_kprobe(&choice[i]))
			continue;
		any = true;
		all.counted &= read_link(link[i], &missed);
		all.hits += missed;
	}
	if (any)
		*out = all;
	return any;
}
