// SPDX-License-Identifier: GPL-2.0-only
#include "bpf_probe.h"

#include <errno.h>
#include <linux/bpf.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "diag.h"

/*
 * Loads a program that compares and exchanges, as bpf/lifecycle.h does. The verifier
 * accepts that since Linux 5.12, and the compiler for arm64 since 5.18.
 */
static bool has_compare_and_exchange(void)
{
	const struct bpf_insn insns[] = {
		{.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = 0},
		{.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = 1, .imm = 1},
		{.code = BPF_STX | BPF_MEM | BPF_DW,
		 .dst_reg = 10,
		 .src_reg = 0,
		 .off = -8},
		{.code = BPF_STX | BPF_ATOMIC | BPF_DW,
		 .dst_reg = 10,
		 .src_reg = 1,
		 .off = -8,
		 .imm = BPF_CMPXCHG},
		{.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = 0},
		{.code = BPF_JMP | BPF_EXIT},
	};
	const int program =
		bpf_prog_load(BPF_PROG_TYPE_RAW_TRACEPOINT, NULL, "GPL", insns,
			      sizeof(insns) / sizeof(insns[0]), NULL);

	diag_verbose("BPF, compare and exchange: %s",
		     program < 0 ? strerror(errno) : "supported");
	if (program >= 0)
		close(program);
	return program >= 0;
}

const char *bpf_lacks(void)
{
	if (libbpf_probe_bpf_prog_type(BPF_PROG_TYPE_RAW_TRACEPOINT, NULL) <= 0)
		return "this kernel has no BPF for trace events, or forbids it";
	if (!has_compare_and_exchange())
		return "the BPF of this kernel cannot compare and exchange "
		       "(arm64: since Linux 5.18)";
	return NULL;
}
