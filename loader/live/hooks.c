// SPDX-License-Identifier: GPL-2.0-only
#include "hooks.h"

#include <errno.h>
#include <linux/bpf.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <bpf/libbpf.h>

#include "diag.h"
#include "kernel_kprobes.h"
#include "kernel_lockdown.h"
#include "kernel_symbols.h"
#include "kernel_types.h"

const struct hook_target hook_targets[] = {
	{"scmi_xfer_begin", HOOK_EVENT, HOOKS_CORE, HOOK_ANY, true, NULL},
	{"do_xfer", HOOK_ENTRY, HOOKS_TRANSPORT, HOOK_ANY, false,
	 "instance, transport and all phases of the transport"},
	/* The doorbell. */
	{"shmem_tx_prepare", HOOK_ENTRY, HOOKS_TRANSPORT, HOOK_FOR_KRETPROBE,
	 false, "all phases of the mailbox and of SMC"},
	{"shmem_tx_prepare", HOOK_EXIT, HOOKS_TRANSPORT, HOOK_ANY, false,
	 "all phases of the mailbox and of SMC"},
	/* A call that brings the reply. It is in a module, which may be missing. */
	{"tee_client_invoke_func", HOOK_ENTRY, HOOKS_TRANSPORT, HOOK_ANY, false,
	 "all phases of OP-TEE"},
	{"virtqueue_kick", HOOK_ENTRY, HOOKS_TRANSPORT, HOOK_ANY, false,
	 "virtio's submit, doorbell, service and dispatch"},
	{"virtqueue_kick", HOOK_EXIT, HOOKS_TRANSPORT, HOOK_ANY, false,
	 "virtio's submit, doorbell, service and dispatch"},
	{"scmi_xfer_response_wait", HOOK_EVENT, HOOKS_CORE, HOOK_ANY, true,
	 NULL},
	/* The completion signal; an interrupt's thread handles it later. */
	{"__irq_wake_thread", HOOK_ENTRY, HOOKS_TRANSPORT, HOOK_ANY, false,
	 "delays of interrupt threads (counted as service)"},
	{"rx_callback", HOOK_ENTRY, HOOKS_TRANSPORT, HOOK_ANY, false,
	 "the mailbox's submit, doorbell, service and dispatch"},
	{"vring_interrupt", HOOK_ENTRY, HOOKS_TRANSPORT, HOOK_ANY, false,
	 "virtio's submit, doorbell, service and dispatch"},
	{"smc_msg_done_isr", HOOK_ENTRY, HOOKS_TRANSPORT, HOOK_ANY, false,
	 "SMC's submit, doorbell, service and dispatch, with interrupts"},
	{"scmi_bad_message_trace", HOOK_ENTRY, HOOKS_TRANSPORT, HOOK_ANY, false,
	 "anomalies other than timeouts"},
	{"scmi_notify", HOOK_ENTRY, HOOKS_TRANSPORT, HOOK_ANY, false,
	 "the instance of notifications"},
	{"scmi_notify", HOOK_EXIT, HOOKS_TRANSPORT, HOOK_ANY, false,
	 "notifications that the kernel dropped"},
	/* The notifier chain of an event is called from a worker. */
	{"scmi_events_dispatcher", HOOK_ENTRY, HOOKS_TRANSPORT, HOOK_ANY, false,
	 "handling time of notifications"},
	{"scmi_events_dispatcher", HOOK_EXIT, HOOKS_TRANSPORT, HOOK_ANY, false,
	 "handling time of notifications"},
	{"blocking_notifier_call_chain", HOOK_ENTRY, HOOKS_TRANSPORT, HOOK_ANY,
	 false, "handling time of notifications"},
	{"blocking_notifier_call_chain", HOOK_EXIT, HOOKS_TRANSPORT, HOOK_ANY,
	 false, "handling time of notifications"},
	{"scmi_rx_done", HOOK_EVENT, HOOKS_CORE, HOOK_ANY, true, NULL},
	/* The core reports timeouts by it, which is rare. */
	{"_dev_err", HOOK_ENTRY, HOOKS_TRANSPORT, HOOK_KPROBE, false,
	 "lost doorbells of the mailbox and of SMC (counted as timeouts)"},
	{"scmi_xfer_end", HOOK_EVENT, HOOKS_CORE, HOOK_ANY, true, NULL},
	{"do_xfer_with_response", HOOK_EXIT, HOOKS_TRANSPORT, HOOK_ANY, false,
	 "delayed responses that time out"},
	{"scmi_fc_call", HOOK_EVENT, HOOKS_CORE, HOOK_ANY, false,
	 "calls of fast channels"},
	{"xfer_get_init", HOOK_EXIT, HOOKS_ALL, HOOK_FEXIT_ONLY, false,
	 "transfers refused for lack of a free message"},
};
const size_t n_hook_targets = sizeof(hook_targets) / sizeof(hook_targets[0]);

_Static_assert(sizeof(hook_targets) / sizeof(hook_targets[0]) <= HOOKS_MAX,
	       "HOOKS_MAX");

const char *const hook_level_names[HOOK_LEVELS] = {
	[HOOKS_CORE] = "core",
	[HOOKS_TRANSPORT] = "transport",
	[HOOKS_ALL] = "all",
};

/* Returns the type of one of the kernel's own functions that rarely runs, or < 0. */
static int rare_function(const struct btf *own)
{
	/* The last one is always there, but not rare. */
	static const char *const rare[] = {"scmi_bad_message_trace", "do_xfer",
					   "blocking_notifier_call_chain"};
	int id = -ENOENT;

	for (size_t i = 0; id < 0 && i < sizeof(rare) / sizeof(rare[0]); i++)
		id = btf__find_by_name_kind(own, rare[i], BTF_KIND_FUNC);
	return id;
}

/*
 * Returns true if the kernel supports fentry. That depends on version and
 * configuration (arm64 since 6.4), so attach an empty program for a moment.
 */
static bool can_fentry(const struct btf *own)
{
	struct bpf_insn insns[] = {
		{.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = 0, .imm = 0},
		{.code = BPF_JMP | BPF_EXIT},
	};
	LIBBPF_OPTS(bpf_prog_load_opts, opts,
		    .expected_attach_type = BPF_TRACE_FENTRY);
	const int id = own ? rare_function(own) : -ENOENT;
	int program, link;

	/* fentry.bpf.c reads structures with bpf_rdonly_cast(), since Linux 6.2. */
	if (id < 0 ||
	    btf__find_by_name_kind(own, "bpf_rdonly_cast", BTF_KIND_FUNC) < 0)
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

/*
 * The programs in kprobe.bpf.c read the arguments from arm64's registers: those of the
 * kernel, on which a 32-bit scmi-perf can run, too.
 */
const char *hooks_lack_registers(void)
{
	struct utsname u;

	uname(&u);
	return strcmp(u.machine, "aarch64") ? "BPF programs on kprobes are "
					      "supported on arm64 only"
					    : NULL;
}

/* The means of this kernel to hook functions. */
struct kernel_means {
	struct btf *types; /* NULL: none */
	bool fentry;
	bool has_types; /* of the SCMI structures */
	bool hides_memory;
	const char *no_kprobes; /* why; NULL: there are kprobes */
};

static void choose_function(const struct kernel_means *kernel,
			    const struct hook_target *target,
			    const struct kernel_symbol *symbol,
			    struct hook_choice *choice)
{
	const bool exit = target->point == HOOK_EXIT;
	const bool fast = kernel->fentry && target->means != HOOK_KPROBE &&
			  kernel_types_have_function(
				  kernel->types, target->name, symbol->module);

	if (kernel->hides_memory)
		choice->why = "lockdown (confidentiality) forbids reading the "
			      "kernel's memory";
	else if (!symbol->address)
		choice->why = "this kernel has no such function, or its "
			      "module is not loaded";
	else if (hooks_lack_registers() && !fast)
		choice->why = hooks_lack_registers();
	else if (fast)
		choice->how = target->means == HOOK_FOR_KRETPROBE ? NULL
			      : exit				  ? "fexit"
								  : "fentry";
	else if (target->means == HOOK_FEXIT_ONLY)
		choice->why = "needs fexit, which this kernel does not "
			      "support";
	else if (kernel->no_kprobes)
		choice->why = kernel->no_kprobes;
	else
		choice->how = exit ? "kretprobe" : "kprobe";
}

const char *hook_way(const struct hook_choice *c)
{
	if (!c->how)
		return "none";
	if (!c->assumed)
		return c->how;
	return strcmp(c->how, "kretprobe") ? "kprobe, no BTF"
					   : "kretprobe, no BTF";
}

bool hooks_choose(enum hook_level level, struct hook_choice choice[HOOKS_MAX])
{
	struct btf *types = kernel_types_load();
	struct kernel_symbol symbols[HOOKS_MAX] = {0};
	struct kernel_means kernel = {
		.types = types,
		.has_types = kernel_types_have_core(types),
		.hides_memory = kernel_hides_memory(),
		.no_kprobes = kernel_lacks_kprobes(""),
	};

	for (size_t i = 0; i < n_hook_targets; i++)
		symbols[i].name = hook_targets[i].name;
	if (level > HOOKS_CORE)
		kernel_symbols_find(symbols, n_hook_targets);
	kernel.fentry = level > HOOKS_CORE && kernel.has_types &&
			can_fentry(kernel_types_own(types));
	for (size_t i = 0; i < n_hook_targets; i++) {
		const struct hook_target *target = &hook_targets[i];

		choice[i] = (struct hook_choice){
			.assumed = !kernel.has_types &&
				   target->point != HOOK_EVENT,
		};
		if (target->level > level)
			continue;
		if (target->point != HOOK_EVENT)
			choose_function(&kernel, target, &symbols[i],
					&choice[i]);
		else if (kernel_types_have_event(types, target->name))
			choice[i].how = "tp_btf";
		else if (target->required || !kernel.has_types)
			choice[i].how = "raw_tp";
		else
			choice[i].why = "this kernel has no such tracepoint, "
					"or no type for it";
	}
	kernel_types_free(types);
	return kernel.has_types;
}
