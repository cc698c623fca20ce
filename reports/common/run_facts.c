// SPDX-License-Identifier: GPL-2.0-only
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "alloc.h"
#include "facts.h"
#include "names.h"
#include "text.h"
#include "units.h"

/*
 * The hooks that were attached by method @how, as one text. The method implies
 * the exit of functions, so "/exit" is dropped from their names.
 */
static char *hooks_by(const struct run *run, const char *how)
{
	const bool exits = !strcmp(how, "fexit") ||
			   !strncmp(how, "kretprobe", 9);
	char *text = NULL;

	for (size_t i = 0; i < run->n_hooks; i++) {
		const char *name = run->hooks[i].name;
		size_t len = strlen(name);

		if (strcmp(run->hooks[i].how, how))
			continue;
		if (exits && len > 5 && !strcmp(name + len - 5, "/exit"))
			len -= 5;
		text = words_append(text, "%.*s", (int)len, name);
	}
	return text;
}

#define ON(transport) (1u << TRANSPORT_##transport)

/* Functions that transfers on other transports do not use. */
static const struct {
	const char *name;
	unsigned int transports;
} functions[] = {
	{"rx_callback", ON(MAILBOX)},
	{"smc_msg_done_isr", ON(SMC)},
	{"tee_client_invoke_func", ON(OPTEE)},
	{"vring_interrupt", ON(VIRTIO) | ON(REF_VIRTIO)},
	{"virtqueue_kick", ON(VIRTIO) | ON(REF_VIRTIO)},
	{"virtqueue_kick/exit", ON(VIRTIO) | ON(REF_VIRTIO)},
};

/* Returns true if some transfer of @p may lack a time of this absent hook. */
static bool is_needed(const struct profile *p, const char *name)
{
	unsigned int transports = ~0u, used = p->n_series ? 0 : ~0u;

	for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++)
		if (!strcmp(functions[i].name, name))
			transports = functions[i].transports | ON(UNKNOWN);
	for (size_t i = 0; i < p->n_series; i++)
		used |= 1u << p->series[i].key.transport;
	return transports & used;
}

/* The absent hooks that the transfers need. */
static char *absent_hooks(const struct profile *p, const struct run *run)
{
	char *text = NULL;

	for (size_t i = 0; i < run->n_hooks; i++)
		if (!strcmp(run->hooks[i].how, "none") &&
		    is_needed(p, run->hooks[i].name))
			text = words_append(text, "%s", run->hooks[i].name);
	return text;
}

static bool is_first_of_method(const struct run *run, size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (!strcmp(run->hooks[j].how, run->hooks[i].how))
			return false;
	return true;
}

/* Linux before 6.7 does not count what it skips of kprobes and kretprobes. */
static bool skips_uncounted(const struct run *run, const char *how)
{
	return strstr(how, "probe") && !run->misses_counted;
}

/* Returns the meaning of an absent hook. */
static const char *absence(enum profile_source source)
{
	static const char *const text[SOURCES] = {
		[SOURCE_BPF] = "- without a hook, its phase is merged into its "
			       "neighbour and its counter stays 0; see "
			       "'scmi-perf doctor'",
		[SOURCE_FTRACE] = "- not in the log",
		[SOURCE_TRACEFS] = "- not in this kernel, or of no use in it",
		[SOURCE_BOOT] = "- not in the buffer",
	};

	return text[source];
}

static void add_hooks(struct facts *f, const struct profile *p,
		      const struct run *run)
{
	char *names;

	for (size_t i = 0; i < run->n_hooks; i++) {
		const char *how = run->hooks[i].how;

		if (!strcmp(how, "none") || !is_first_of_method(run, i))
			continue;
		names = hooks_by(run, how);
		facts_add(f, "hooks",
			  xasprintf("%s: %s%s", how, names,
				    skips_uncounted(run, how)
					    ? " (the kernel may skip "
					      "hits uncounted)"
					    : ""));
		free(names);
	}
	names = absent_hooks(p, run);
	if (names)
		facts_add(f, "absent",
			  words_append(names, "%s", absence(run->source)));
}

/* "6.12.95 aarch64 on host board" */
static char *run_system(const struct run *run)
{
	char *text = NULL;

	if (!run->kernel && !run->arch && !run->host)
		return NULL;
	text = words_append(text, "%s", run->kernel ? run->kernel : "unknown");
	if (run->arch)
		text = words_append(text, "%s", run->arch);
	if (run->host)
		text = words_append(text, "on host %s", run->host);
	return text;
}

static char *duration(const struct run *run)
{
	time_t start = (time_t)run->start_unix_s;
	char *text = xasprintf("%.3f s", (double)run->duration_ns / 1e9);
	char when[64];
	struct tm tm;

	if (start && gmtime_r(&start, &tm) &&
	    strftime(when, sizeof(when), "%Y-%m-%d %H:%M:%S UTC", &tm))
		text = words_append(text, "from %s", when);
	return text;
}

static char *own_cost(const struct run *run)
{
	if (!run->self_runs)
		return NULL;
	return xasprintf("%" PRIu64 " run%s of scmi-perf's BPF programs took "
			 "%.3f ms, mean %.0f ns",
			 run->self_runs, plural(run->self_runs),
			 (double)run->self_ns / 1e6,
			 (double)run->self_ns / (double)run->self_runs);
}

static bool has_hook(const struct run *run, const char *name)
{
	for (size_t i = 0; i < run->n_hooks; i++)
		if (!strcmp(run->hooks[i].name, name))
			return strcmp(run->hooks[i].how, "none");
	return false;
}

static char *tracefs_source(const struct run *run)
{
	const bool has_kprobes = has_hook(run, "scmi_notify/exit");

	return xasprintf("%s - events through the kernel's trace buffers, "
			 "without BPF: they cost a transfer more; %s%s%s",
			 source_names[run->source], tracefs_unknown,
			 has_kprobes ? "" : "; ",
			 has_kprobes ? "" : tracefs_unknown_without_kprobes);
}

/* The source, and what it does not see. */
static char *source(const struct run *run)
{
	char *name;

	if (run->source == SOURCE_TRACEFS)
		return tracefs_source(run);
	name = xstrdup(source_names[run->source]);
	if (run->source == SOURCE_BOOT)
		name = words_append(name,
				    "- what the kernel's trace buffer had of "
				    "the boot; transports and instances are "
				    "unknown");
	return name;
}

struct facts facts_of_run(const struct profile *p, size_t i)
{
	const struct run *run = &p->runs[i];
	struct facts f = {0};
	char stamp[24];

	if (p->n_runs > 1)
		facts_add(&f, "run", xasprintf("%zu of %zu", i + 1, p->n_runs));
	facts_add(&f, "label", xstrdup(run->label));
	facts_add(&f, "kernel", run_system(run));
	facts_add(&f, "source", source(run));
	add_hooks(&f, p, run);
	facts_add(&f, "duration", duration(run));
	if (run->resolution_ns > 1)
		facts_add(&f, "clock",
			  xasprintf("timestamps have a resolution of %g us",
				    (double)run->resolution_ns / 1e3));
	if (run->log_start_ns)
		facts_add(&f, "clock",
			  xasprintf("time 0 is %s %s",
				    stamp_text(run->log_start_ns, stamp,
					       sizeof(stamp)),
				    run->source == SOURCE_FTRACE
					    ? "in the log"
					    : "of the kernel's clock"));
	if (run->deterministic)
		facts_add(&f, "clock",
			  xstrdup("deterministic: counts instructions, equal "
				  "runs take equal times"));
	facts_add(&f, "own cost", own_cost(run));
	facts_add(&f, run->source == SOURCE_FTRACE ? "log" : "command",
		  xstrdup(run->command));
	return f;
}

char *run_date(const struct run *run)
{
	const time_t start = (time_t)run->start_unix_s;
	char when[64];
	struct tm tm;

	if (!start || !gmtime_r(&start, &tm) ||
	    !strftime(when, sizeof(when), "%Y-%m-%d %H:%M UTC", &tm))
		return NULL;
	return xstrdup(when);
}

char *run_title(const struct run *run)
{
	char *date = run_date(run), *text = NULL;
	const char *const parts[] = {run->label, run->host, run->kernel, date};

	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		char *longer;

		if (!parts[i])
			continue;
		longer = xasprintf("%s%s%s", text ? text : "", text ? ", " : "",
				   parts[i]);
		free(text);
		text = longer;
	}
	free(date);
	if (!text && run->command) {
		const char *slash = strrchr(run->command, '/');

		text = xstrdup(run->source == SOURCE_FTRACE && slash
				       ? slash + 1
				       : run->command);
	}
	return text;
}

uint64_t all_runs_ns(const struct profile *p)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < p->n_runs; i++)
		sum_add(&sum, p->runs[i].duration_ns);
	return sum_is_known(sum) ? sum : 0;
}
