// SPDX-License-Identifier: GPL-2.0-only
#include "recording_sources.h"

#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "names.h"
#include "text.h"

_Static_assert((int)RECORDING_SOURCES == DOCTOR_SOURCES, "DOCTOR_SOURCES");

#define ANY_BPF	   (SOURCE(BPF) | SOURCE(BPF_KPROBES) | SOURCE(BPF_FENTRY))
#define WITH_TYPES (SOURCE(BPF_KPROBES) | SOURCE(BPF_FENTRY))

static const struct need {
	const char *option;
	unsigned int sources;	 /* need it */
	unsigned int phases;	 /* sources that need it for phases only */
	enum config_value least; /* CONFIG_OFF: it must be off */
	const char
		*line;	/* NULL: "CONFIG_option=y"; "": other lines imply it */
	bool of_module; /* needed if the SCMI core is a module */
} needs[] = {
	{"ARM_SCMI_PROTOCOL", SOURCES_ALL, 0, CONFIG_MODULE, NULL, false},
	{"FTRACE", SOURCES_ALL, 0, CONFIG_BUILT_IN, NULL, false},
	{"KPROBES", SOURCE(BPF_KPROBES), SOURCE(TRACEFS) | SOURCE(BPF),
	 CONFIG_BUILT_IN, NULL, false},
	/* Also selects EVENT_TRACING, and makes BPF_EVENTS possible. */
	{"KPROBE_EVENTS", SOURCE(BPF_KPROBES), SOURCE(TRACEFS) | SOURCE(BPF),
	 CONFIG_BUILT_IN, NULL, false},
	{"EVENT_TRACING", SOURCES_ALL, 0, CONFIG_BUILT_IN, "", false},
	{"PERF_EVENTS", ANY_BPF, 0, CONFIG_BUILT_IN, NULL, false},
	{"BPF_SYSCALL", ANY_BPF, 0, CONFIG_BUILT_IN, NULL, false},
	{"BPF_EVENTS", ANY_BPF, 0, CONFIG_BUILT_IN, "", false},
	{"KALLSYMS", WITH_TYPES, 0, CONFIG_BUILT_IN, NULL, false},
	{"DEBUG_INFO", WITH_TYPES, 0, CONFIG_BUILT_IN,
	 "CONFIG_DEBUG_INFO_DWARF_TOOLCHAIN_DEFAULT=y", false},
	{"DEBUG_INFO_REDUCED", WITH_TYPES, 0, CONFIG_OFF,
	 "# CONFIG_DEBUG_INFO_REDUCED is not set", false},
	{"DEBUG_INFO_BTF", WITH_TYPES, 0, CONFIG_BUILT_IN, NULL, false},
	{"DEBUG_INFO_BTF_MODULES", WITH_TYPES, 0, CONFIG_BUILT_IN, NULL, true},
	{"BPF_JIT", SOURCE(BPF_FENTRY), 0, CONFIG_BUILT_IN, NULL, false},
	{"FUNCTION_TRACER", SOURCE(BPF_FENTRY), 0, CONFIG_BUILT_IN, NULL,
	 false},
	{"DYNAMIC_FTRACE", SOURCE(BPF_FENTRY), 0, CONFIG_BUILT_IN, NULL, false},
};

#define N_NEEDS (sizeof(needs) / sizeof(needs[0]))

_Static_assert(N_NEEDS <= DOCTOR_CONFIG_LINES_MAX, "DOCTOR_CONFIG_LINES_MAX");

static const char *const names[] = {
	[FROM_TRACEFS] = "tracefs",
	[FROM_BPF] = "BPF without BTF",
	[FROM_BPF_KPROBES] = "BPF, kprobes",
	[FROM_BPF_FENTRY] = "BPF, fentry",
};

static bool is_met(const struct kernel_config *c, const struct need *n)
{
	const enum config_value value = kernel_config_get(c, n->option);

	if (n->of_module &&
	    kernel_config_get(c, "ARM_SCMI_PROTOCOL") != CONFIG_MODULE)
		return true;
	return n->least == CONFIG_OFF ? value == CONFIG_OFF : value >= n->least;
}

/*
 * Returns a list of the options that @c lacks, of those that @sources need or, with
 * @phases, need for phases only; NULL: none.
 */
static char *list_missing(const struct kernel_config *c, unsigned int sources,
			  bool phases, bool scmi)
{
	char *list = NULL;

	for (size_t i = scmi ? 0 : 1; c->path && i < N_NEEDS; i++) {
		const struct need *n = &needs[i];
		char *shorter = list;

		if (!((phases ? n->phases : n->sources) & sources) ||
		    is_met(c, n))
			continue;
		list = xasprintf("%s%sCONFIG_%s%s", list ? list : "",
				 list ? ", " : "", n->option,
				 n->least == CONFIG_OFF ? "=n" : "");
		free(shorter);
	}
	return list;
}

char *config_lacks(const struct kernel_config *c, unsigned int sources,
		   bool scmi)
{
	return list_missing(c, sources, false, scmi);
}

/* The name of the simplest source that needs an option. */
static const char *simplest(const struct need *n)
{
	int i = 0;

	while (!((n->sources | n->phases) & 1u << i))
		i++;
	return names[i];
}

size_t config_missing(const struct kernel_config *c,
		      struct doctor_config_line line[DOCTOR_CONFIG_LINES_MAX])
{
	size_t n = 0;

	for (size_t i = 0; i < N_NEEDS; i++) {
		const struct need *need = &needs[i];

		if (need->line && !*need->line)
			continue;
		/* An unknown core is not taken for a module. */
		if ((c->path || need->of_module) && is_met(c, need))
			continue;
		line[n].source = simplest(need);
		if (need->line)
			snprintf(line[n].text, sizeof(line[n].text), "%s",
				 need->line);
		else
			snprintf(line[n].text, sizeof(line[n].text),
				 "CONFIG_%s=y", need->option);
		n++;
	}
	return n;
}

static const char no_memory[] =
	"lockdown (confidentiality) forbids reading the "
	"kernel's memory";

/* Returns true if a function is hooked by @how: "fentry" or "kprobe". */
static bool is_used(const struct hook_choice *choice, const char *how)
{
	for (size_t i = 0; choice && i < n_hook_targets; i++)
		if (choice[i].how && !strcmp(choice[i].how, how))
			return true;
	return false;
}

/* Why the types of the SCMI structures, or fentry, cannot be used; or NULL. */
static const char *no_hooks(const struct source_facts *f,
			    enum recording_source source)
{
	const struct hook_choice *c = f->choice;

	if (f->hides_memory)
		return no_memory;
	if (source == FROM_BPF_KPROBES && f->no_kprobes)
		return f->no_kprobes;
	if (source == FROM_BPF_KPROBES && f->no_registers)
		return f->no_registers;
	if (!c)
		return NULL;
	if (strcmp(c[0].how, "tp_btf"))
		return "the kernel has no types (BTF) of SCMI structures";
	if (source == FROM_BPF_FENTRY && !is_used(c, "fentry"))
		return "this kernel does not support it (arm64: since Linux "
		       "6.4)";
	return NULL;
}

/* Why a source does not work, though the configuration has all options. */
static const char *obstacle(const struct source_facts *f,
			    enum recording_source source)
{
	if (source == FROM_TRACEFS && f->hides_memory)
		return "lockdown (confidentiality) forbids it";
	if (source == FROM_TRACEFS)
		return f->no_tracefs;
	if (f->obstacle)
		return f->obstacle;
	return source == FROM_BPF ? NULL : no_hooks(f, source);
}

/* The limits of a source that works: a new string, or NULL. */
static char *limits_of(const struct source_facts *f,
		       enum recording_source source)
{
	char *lacks, *text = NULL;

	if (source != FROM_TRACEFS && source != FROM_BPF)
		return NULL;
	lacks = list_missing(f->config, 1u << source, true, true);
	if (lacks)
		text = xasprintf("tracepoints only; not set: %s", lacks);
	else if (f->hides_memory || f->no_kprobes)
		text = xasprintf("tracepoints only; %s",
				 f->hides_memory ? no_memory : f->no_kprobes);
	else if (source == FROM_BPF && f->no_registers)
		text = xasprintf("tracepoints only; %s", f->no_registers);
	else if (source == FROM_TRACEFS)
		text = xstrdup(tracefs_unknown);
	free(lacks);
	return text;
}

static void check_source(const struct source_facts *facts,
			 enum recording_source source, struct doctor_source *s)
{
	char *lacks = config_lacks(facts->config, 1u << source, true);
	const char *why = obstacle(facts, source);

	*s = (struct doctor_source){
		.name = names[source],
		.works = !lacks && !why,
	};
	if (lacks)
		s->why = xasprintf("not set: %s", lacks);
	else if (why)
		s->why = xstrdup(why);
	else
		s->why = limits_of(facts, source);
	free(lacks);
}

void sources_check(const struct source_facts *facts,
		   struct doctor_source source[DOCTOR_SOURCES])
{
	for (int i = 0; i < RECORDING_SOURCES; i++)
		check_source(facts, i, &source[RECORDING_SOURCES - 1 - i]);
}
