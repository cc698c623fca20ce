/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The sources of a recording, and the options of the kernel's configuration that
 * each needs.
 */
#ifndef SCMI_PERF_RECORDING_SOURCES_H
#define SCMI_PERF_RECORDING_SOURCES_H

#include <stdbool.h>
#include <stddef.h>

#include "doctor_report.h"
#include "hooks.h"
#include "kernel_config.h"

/* The simplest first. */
enum recording_source {
	FROM_TRACEFS,
	FROM_BPF, /* without types (BTF) */
	FROM_BPF_KPROBES,
	FROM_BPF_FENTRY,
	RECORDING_SOURCES
};

#define SOURCE(name) (1u << FROM_##name)
#define SOURCES_ALL  ((1u << RECORDING_SOURCES) - 1)

/*
 * Returns the options that @c lacks for any of @sources, as a list: "CONFIG_A,
 * CONFIG_B"; NULL: none. The caller frees. @scmi: CONFIG_ARM_SCMI_PROTOCOL counts,
 * too.
 */
char *config_lacks(const struct kernel_config *c, unsigned int sources,
		   bool scmi);

/*
 * Fills @line with the lines that @c lacks for all sources; without a
 * configuration, all lines. Returns their number.
 */
size_t config_missing(const struct kernel_config *c,
		      struct doctor_config_line line[DOCTOR_CONFIG_LINES_MAX]);

/* Facts about this machine. */
struct source_facts {
	const struct kernel_config *config;
	const char *obstacle;	  /* to BPF; NULL: none */
	const char *no_tracefs;	  /* why; NULL: it can be read */
	bool hides_memory;	  /* lockdown: confidentiality */
	const char *no_kprobes;	  /* why; NULL: there are kprobes */
	const char *no_registers; /* hooks_lack_registers() */
	/* How the hooks are attached; NULL: unknown. */
	const struct hook_choice *choice;
};

/* Fills @source, the best first; the caller frees the strings @why. */
void sources_check(const struct source_facts *facts,
		   struct doctor_source source[DOCTOR_SOURCES]);

#endif
