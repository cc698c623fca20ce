// SPDX-License-Identifier: GPL-2.0-only
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "bpf_probe.h"
#include "cli.h"
#include "commands.h"
#include "doctor_hooks.h"
#include "doctor_sources.h"
#include "doctor_tracefs.h"
#include "instances.h"
#include "json_reports.h"
#include "live_source.h"
#include "names.h"
#include "recorder.h"
#include "support.h"
#include "text_reports.h"

static const char doc[] =
	"Show whether this kernel can be measured and with which hooks, or the "
	"next step if it cannot."
	"\vExit status: 0 if a recording is possible, 1 if not. With "
	"--kernel-config: 0 if no line is missing, 1 if any is.\n\n"
	"Examples:\n"
	"  scmi-perf doctor\n"
	"  sudo scmi-perf doctor      also verifies the BPF programs\n"
	"  scmi-perf doctor -j | jq .absent\n"
	"  scmi-perf doctor --kernel-config=linux/.config >scmi-perf.cfg\n";

struct doctor_options {
	bool fragment;
	const char *config; /* NULL: that of the running kernel */
};

enum {
	OPT_KERNEL_CONFIG = 0x100
};

static const struct argp_option options[] = {
	{"kernel-config", OPT_KERNEL_CONFIG, "FILE", OPTION_ARG_OPTIONAL,
	 "Print only the lines that the running kernel's configuration, or "
	 "FILE (also packed by gzip), lacks",
	 0},
	{0},
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct doctor_options *o = state->input;

	if (key == OPT_KERNEL_CONFIG) {
		o->fragment = true;
		o->config = arg;
		return 0;
	}
	if (key == ARGP_KEY_ARG)
		argp_error(state, "unexpected argument '%s'", arg);
	return ARGP_ERR_UNKNOWN;
}

/*
 * Has the kernel verify the programs, and attaches them for a moment, because no
 * other check is as reliable. Fills @choice with the result.
 */
static void check_programs(struct doctor_check *c,
			   struct hook_choice choice[HOOKS_MAX])
{
	const struct recorder_options all = {.level = HOOKS_ALL,
					     .is_check = true};
	struct recorder *r;

	c->subject = "BPF programs";
	c->next_step = NULL;
	if (recorder_open(&all, &r)) {
		c->state = DOCTOR_FAIL;
		c->next_step = "see the error above; -v prints the details";
		snprintf(c->finding, sizeof(c->finding),
			 "the kernel refuses to load them");
		return;
	}
	if (recorder_attach(r)) {
		c->state = DOCTOR_FAIL;
		c->next_step = "see the error above";
		snprintf(c->finding, sizeof(c->finding),
			 "the kernel refuses to attach them");
	} else {
		c->state = DOCTOR_OK;
		snprintf(c->finding, sizeof(c->finding),
			 "verified and attached");
	}
	memcpy(choice, recorder_hooks(r), HOOKS_MAX * sizeof(*choice));
	recorder_close(r);
}

/* BPF cannot be used, for a reason @why that no other check has found. */
static void lack_programs(struct doctor_check *c, const char *why)
{
	c->subject = "BPF programs";
	c->state = DOCTOR_FAIL;
	c->next_step = "'scmi-perf doctor --kernel-config' prints the lines "
		       "for the kernel's configuration";
	snprintf(c->finding, sizeof(c->finding), "%s", why);
}

/* Checks all but the instances. */
static void check_machine(struct doctor_report *r)
{
	struct hook_choice choice[HOOKS_MAX];
	const char *why;

	r->n_checks = support_check(r->check);
	if (!doctor_failure(r)) {
		why = bpf_lacks();
		if (why)
			lack_programs(&r->check[r->n_checks++], why);
		else
			check_programs(&r->check[r->n_checks++], choice);
	}
	r->possible = !doctor_failure(r);
	doctor_sources(r, r->possible ? choice : NULL);
	/* The hooks that record chooses. */
	if (r->possible && live_tracefs_is_better() && doctor_accept_tracefs(r))
		return;
	if (r->possible) {
		r->chosen = source_names[SOURCE_BPF];
		r->n_hooks = doctor_hooks(choice, r->hook);
	} else {
		r->possible = doctor_accept_tracefs(r);
	}
}

static int print_report(const struct doctor_report *r)
{
	if (cli_json)
		doctor_json(r, stdout);
	else
		doctor_text(r, stdout);
	return !stdout_finish() && r->possible ? EXIT_OK : EXIT_ERROR;
}

int cmd_doctor(int argc, char **argv)
{
	static const struct argp argp = {options,	  parse, NULL, doc,
					 common_children, NULL,	 NULL};
	struct doctor_report report = {0};
	struct doctor_options o = {0};
	int status;

	cli_parse(&argp, argc, argv, 0, &o);
	if (o.fragment)
		return doctor_print_fragment(o.config);
	report.n_instances = instances_find("", report.instance);
	check_machine(&report);
	status = print_report(&report);
	doctor_free(&report);
	return status;
}
