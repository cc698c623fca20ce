// SPDX-License-Identifier: GPL-2.0-only
#include "hooks.h"

#include <errno.h>
#include <linux/bpf.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <bpf/libbpf.h>

#include "diag.h"
#include "kernel_lockdown.h"
#include "kernel_symbols.h"

const struct hook_target hook_targets[] = {
	{"scmi_xfer_begin", HOOK_EVENT, HOOKS_CORE, true, NULL},
	{"do_xfer", HOOK_ENTRY, HOOKS_TRANSPORT, false,
	 "instance, transport and all phases of the transport"},
	/* The doorbell. */
	{"tx_prepare", HOOK_EXIT, HOOKS_TRANSPORT, false,
	 "the mailbox's submit, doorbell, service and dispatch"},
	{"mailbox_send_message", HOOK_EXIT, HOOKS_TRANSPORT, false,
	 "the mailbox's submit, doorbell, service and dispatch"},
	{"virtqueue_kick", HOOK_ENTRY, HOOKS_TRANSPORT, false,
	 "virtio's submit, doorbell, service and dispatch"},
	{"virtqueue_kick", HOOK_EXIT, HOOKS_TRANSPORT, false,
	 "virtio's submit, doorbell, service and dispatch"},
	{"smc_send_message", HOOK_ENTRY, HOOKS_TRANSPORT, false,
	 "SMC's submit, doorbell, service and dispatch"},
	{"smc_send_message", HOOK_EXIT, HOOKS_TRANSPORT, false,
	 "SMC's submit, doorbell, service and dispatch"},
	{"scmi_xfer_response_wait", HOOK_EVENT, HOOKS_CORE, true, NULL},
	/* The completion signal. */
	{"rx_callback", HOOK_ENTRY, HOOKS_TRANSPORT, false,
	 "the mailbox's submit, doorbell, service and dispatch"},
	{"vring_interrupt", HOOK_ENTRY, HOOKS_TRANSPORT, false,
	 "virtio's submit, doorbell, service and dispatch"},
	{"smc_msg_done_isr", HOOK_ENTRY, HOOKS_TRANSPORT, false,
	 "SMC's submit, doorbell, service and dispatch"},
	{"scmi_bad_message_trace", HOOK_ENTRY, HOOKS_TRANSPORT, false,
	 "anomalies other than timeouts"},
	{"scmi_notify", HOOK_ENTRY, HOOKS_TRANSPORT, false,
	 "source and handling time of notifications"},
	{"scmi_rx_done", HOOK_EVENT, HOOKS_CORE, true, NULL},
	{"mailbox_mark_txdone", HOOK_ENTRY, HOOKS_TRANSPORT, false,
	 "the mailbox's lost doorbells (counted as timeouts)"},
	{"scmi_xfer_end", HOOK_EVENT, HOOKS_CORE, true, NULL},
	{"scmi_fc_call", HOOK_EVENT, HOOKS_CORE, false,
	 "calls of fast channels"},
	{"xfer_get_init", HOOK_EXIT, HOOKS_ALL, false,
	 "transfers refused for lack of a free message"},
};
const size_t n_hook_targets = sizeof(hook_targets) / sizeof(hook_targets[0]);

_Static_assert(sizeof(hook_targets) / sizeof(hook_targets[0]) <= HOOKS_MAX,
	       "HOOKS_MAX");

const char *hook_level_name(enum hook_level level)
{
	static const char *const names[HOOK_LEVELS] = {
		[HOOKS_CORE] = "core",
		[HOOKS_TRANSPORT] = "transport",
		[HOOKS_ALL] = "all",
	};

	return names[level];
}

static bool has_tracepoint_type(const struct btf *btf, const char *event)
{
	char type[64];

	snprintf(type, sizeof(type), "btf_trace_%s", event);
	return btf__find_by_name_kind(btf, type, BTF_KIND_TYPEDEF) > 0;
}

/* Returns true if the kernel or @module has a type of the function. */
static bool has_function_type(struct btf *btf, const char *function,
			      const char *module)
{
	struct btf *types = btf;
	bool found;

	if (!btf)
		return false;
	if (*module)
		types = btf__load_module_btf(module, btf);
	found = types &&
		btf__find_by_name_kind(types, function, BTF_KIND_FUNC) > 0;
	if (types != btf)
		btf__free(types);
	return found;
}

/*
 * Returns true if the kernel supports fentry. That depends on version and
 * configuration (arm64 since 6.4), so attach an empty program for a moment to a
 * function that rarely runs.
 */
static bool can_fentry(const struct btf *btf)
{
	static const char probed[] = "scmi_bad_message_trace";
	struct bpf_insn insns[] = {
		{.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = 0, .imm = 0},
		{.code = BPF_JMP | BPF_EXIT},
	};
	LIBBPF_OPTS(bpf_prog_load_opts, opts,
		    .expected_attach_type = BPF_TRACE_FENTRY);
	int id = btf ? btf__find_by_name_kind(btf, probed, BTF_KIND_FUNC) : -1;
	int program, link;

	if (id < 0)
		id = btf ? btf__find_by_name_kind(btf, "do_xfer", BTF_KIND_FUNC)
			 : -1;
	/* fentry.bpf.c reads structures with bpf_rdonly_cast(), since Linux 6.2. */
	if (id < 0 ||
	    btf__find_by_name_kind(btf, "bpf_rdonly_cast", BTF_KIND_FUNC) < 0)
		return false;
	opts.attach_btf_id = (__u32)id;
	program = bpf_prog_load(BPF_PROG_TYPE_TRACING, NULL, "GPL", insns,
				sizeof(insns) / sizeof(insns[0]), &opts);
	if (program < 0)
		return false;
	link = bpf_raw_tracepoint_open(NULL, program);
	diag_verbose("fentry: %s", link < 0 ? strerror(errno) : "supported");
	if (link >= 0)
		close(link);
	close(program);
	return link >= 0;
}

static bool btf_has_struct(const struct btf *btf, const char *name)
{
	return btf && btf__find_by_name_kind(btf, name, BTF_KIND_STRUCT) > 0;
}

static void choose_function(struct btf *btf, bool fentry,
			    const struct hook_target *target,
			    const struct kernel_symbol *symbol,
			    struct hook_choice *choice)
{
	const bool exit = target->point == HOOK_EXIT;

	/* Needs the arguments at the exit, which kretprobe does not provide. */
	const bool fexit_only = !strcmp(target->name, "xfer_get_init");

	if (kernel_hides_memory())
		choice->why = "lockdown (confidentiality) forbids reading the "
			      "kernel's memory";
	else if (!btf_has_struct(btf, "scmi_info"))
		choice->why = "the kernel has no types (BTF) of SCMI "
			      "structures";
	else if (!symbol->address)
		choice->why = "this kernel has no such function";
	else if (fentry && has_function_type(btf, target->name, symbol->module))
		choice->how = exit ? "fexit" : "fentry";
	else if (fexit_only)
		choice->why = "needs fexit, which this kernel does not "
			      "support";
	else
		choice->how = exit ? "kretprobe" : "kprobe";
}

static int print_libbpf(enum libbpf_print_level level, const char *fmt,
			va_list ap)
{
	if (level == LIBBPF_DEBUG || diag_level < DIAG_VERBOSE)
		return 0;
	diag_verbose_lines(fmt, ap);
	return 0;
}

/* The first call of libbpf: sets its output, too. */
static struct btf *load_types(void)
{
	libbpf_set_print(print_libbpf);
	return btf__load_vmlinux_btf();
}

bool kernel_has_btf(void)
{
	struct btf *btf = load_types();

	btf__free(btf);
	return btf != NULL;
}

void hooks_choose(enum hook_level level, struct hook_choice choice[HOOKS_MAX])
{
	struct btf *btf = load_types();
	struct kernel_symbol symbols[HOOKS_MAX] = {0};
	bool fentry = level > HOOKS_CORE && can_fentry(btf);

	for (size_t i = 0; i < n_hook_targets; i++)
		symbols[i].name = hook_targets[i].name;
	if (level > HOOKS_CORE)
		kernel_symbols_find(symbols, n_hook_targets);
	for (size_t i = 0; i < n_hook_targets; i++) {
		const struct hook_target *target = &hook_targets[i];

		choice[i] = (struct hook_choice){0};
		if (target->level > level)
			continue;
		if (target->point != HOOK_EVENT)
			choose_function(btf, fentry, target, &symbols[i],
					&choice[i]);
		else if (btf && has_tracepoint_type(btf, target->name))
			choice[i].how = "tp_btf";
		else if (target->required || !btf)
			choice[i].how = "raw_tp";
		else
			choice[i].why = "this kernel has no such tracepoint, "
					"or no type for it";
	}
	btf__free(btf);
}
