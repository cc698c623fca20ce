// SPDX-License-Identifier: GPL-2.0-only
#include "doctor_tracefs.h"

#include <string.h>

#include "alloc.h"
#include "hooks.h"
#include "import.h"
#include "kernel_kprobes.h"
#include "live_source.h"
#include "names.h"
#include "text.h"
#include "tracefs_source.h"

static bool is_tracepoint(const char *name)
{
	for (size_t i = 0; i < n_hook_targets; i++)
		if (hook_targets[i].point == HOOK_EVENT &&
		    !strcmp(hook_targets[i].name, name))
			return true;
	return false;
}

/* Missing information without a hook, of those that are not of a transport. */
static const struct {
	const char *name, *without;
} unknown[] = {
	{"scmi_notify/exit", "notifications that the kernel dropped"},
	{"do_xfer_with_response/exit", "delayed responses that time out"},
	{"scmi_msg_dump", "late, unexpected and repeated replies, and other "
			  "messages that the core rejects"},
	{"scmi_xfer_response_wait",
	 "failed sends (counted as aged out), and the mailbox's doorbell"},
};

/* Returns what is unknown without a hook. */
static const char *without(const char *name, bool is_event, bool dumps)
{
	for (size_t i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++)
		if (!strcmp(name, unknown[i].name))
			return unknown[i].without;
	if (!strcmp(name, "do_xfer") || !strcmp(name, "scmi_notify"))
		return dumps ? "transports of instances, which scmi_msg_dump "
			       "keeps apart"
			     : "instances: they are not kept apart";
	return is_event ? "what it counts"
			: "phases of the transport that has it";
}

/* Why a hook is absent. */
static const char *why_absent(const char *name, bool is_event)
{
	const char *no_kprobes = kernel_lacks_kprobes("");

	if (!strcmp(name, "scmi_msg_dump"))
		return "this kernel has no such event, or rejected messages "
		       "are not in it (before Linux 6.12)";
	if (is_event)
		return "this kernel has no such event";
	return no_kprobes ? no_kprobes
			  : "this kernel has no such function, or refuses a "
			    "kprobe event on it";
}

/* Fills in a hook of @run, whose strings stay. */
static void describe_hook(const struct hook *from, bool dumps,
			  struct doctor_hook *to)
{
	static const char exit[] = "/exit";
	const size_t len = strlen(from->name);
	const bool is_event = is_tracepoint(from->name);
	const bool is_exit = len > strlen(exit) &&
			     !strcmp(from->name + len - strlen(exit), exit);
	const bool is_absent = !strcmp(from->how, "none");

	*to = (struct doctor_hook){
		.name = from->name,
		.point = is_event  ? "event"
			 : is_exit ? "exit"
				   : "entry",
		.level = hook_level_names[is_event ? HOOKS_CORE
						   : HOOKS_TRANSPORT],
		.how = from->how,
		.why = is_absent ? why_absent(from->name, is_event) : NULL,
		.without = is_absent ? without(from->name, is_event, dumps)
				     : NULL,
	};
	if (is_exit)
		to->name = xasprintf("%.*s", (int)(len - strlen(exit)),
				     from->name);
}

/*
 * Prepares a recording and describes its hooks in the run of @p. @dumps: set to whether
 * scmi_msg_dump names instances.
 */
static bool try(struct profile *p, bool *dumps)
{
	const struct live_options all = {.recorder.level = HOOKS_ALL};
	const struct tracefs_options options = live_tracefs_options(&all);
	struct importer *im = importer_new(p);
	struct tracefs_source *source;
	const bool ok =
		!tracefs_source_open(&options, im, &p->runs[0], &source);

	if (ok) {
		*dumps = tracefs_source_has_dumps(source);
		tracefs_source_close(source);
	}
	importer_free(im);
	return ok;
}

bool doctor_accept_tracefs(struct doctor_report *r)
{
	static struct profile p;
	bool dumps;

	if (live_lacks_tracefs() || !try(&p, &dumps))
		return false;
	for (size_t i = 0; i < r->n_checks; i++) {
		struct doctor_check *c = &r->check[i];

		if (c->state != DOCTOR_FAIL)
			continue;
		c->state = DOCTOR_NOTE;
		text_append(c->finding, sizeof(c->finding),
			    "; tracefs is used instead");
	}
	r->chosen = source_names[p.runs[0].source];
	for (size_t i = 0; i < p.runs[0].n_hooks && i < DOCTOR_HOOKS_MAX; i++)
		describe_hook(&p.runs[0].hooks[i], dumps,
			      &r->hook[r->n_hooks++]);
	return true;
}
