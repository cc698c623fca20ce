/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A program that the kernel refuses when it is loaded: kernels differ in what their
 * verifiers accept. libbpf reports which one it was in a message only.
 */
#ifndef SCMI_PERF_REFUSED_PROGRAM_H
#define SCMI_PERF_REFUSED_PROGRAM_H

#include "hooks.h"

/* Notes the program of a message of libbpf, if the message is that its load failed. */
void refused_program_note(const char *message);

/*
 * Chooses another way for the target of the noted program, or none, and forgets the
 * note. @program has the name of each target's program, or NULL. @kprobes: the programs
 * for kprobes work here. Returns false if the program is unknown or required.
 */
bool refused_program_replace(struct hook_choice choice[HOOKS_MAX],
			     const char *const program[HOOKS_MAX],
			     bool kprobes);

#endif
