// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "alloc.h"
#include "cli.h"
#include "commands.h"
#include "diag.h"
#include "doctor_hooks.h"
#include "instances.h"
#include "json_reports.h"
#include "kernel_config.h"
#include "kernel_kprobes.h"
#include "kernel_lockdown.h"
#include "recorder.h"
#include "recording_sources.h"
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
	const struct recorder_options all = {.level = HOOKS_ALL};
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

static void find_config(struct kernel_config *config)
{
	struct utsname u;

	uname(&u);
	kernel_config_find("", u.release, config);
}

/* Returns the finding of the first check that fails, or NULL. */
static const char *first_failure(const struct doctor_report *r)
{
	for (size_t i = 0; i < r->n_checks; i++)
		if (r->check[i].state == DOCTOR_FAIL)
			return r->check[i].finding;
	return NULL;
}

/* The same, without the kernel's options: not all sources need the same. */
static const char *failure_of_all(const struct doctor_report *r)
{
	for (size_t i = 0; i < r->n_checks; i++)
		if (r->check[i].state == DOCTOR_FAIL &&
		    strcmp(r->check[i].subject, "kernel"))
			return r->check[i].finding;
	return NULL;
}

/* Fills in the configuration and the sources. @choice: NULL if not tried. */
static void check_sources(struct doctor_report *r, bool bpf_refused,
			  const struct hook_choice *choice)
{
	struct kernel_config config;
	struct source_facts facts = {
		.config = &config,
		.obstacle = bpf_refused ? NULL : failure_of_all(r),
		.hides_memory = kernel_hides_memory(),
		.bpf_refused = bpf_refused,
		.has_tracefs =
			!access("/sys/kernel/tracing/events", F_OK) ||
			!access("/sys/kernel/debug/tracing/events", F_OK),
		.no_kprobes = kernel_lacks_kprobes(""),
		.choice = choice,
	};

	find_config(&config);
	sources_check(&facts, r->source);
	r->n_sources = DOCTOR_SOURCES;
	r->n_config_lines = config_missing(&config, r->config_line);
	r->config = xstrdup(config.path);
	kernel_config_free(&config);
}

static void free_report(struct doctor_report *r)
{
	for (size_t i = 0; i < r->n_sources; i++)
		free(r->source[i].why);
	free(r->config);
}

/* Prints the lines that the configuration in @path, or the kernel's, lacks. */
static int print_fragment(const char *path)
{
	struct doctor_report report = {0};
	struct kernel_config config;
	int err = 0;

	if (path)
		err = kernel_config_read(path, &config);
	else
		find_config(&config);
	if (err) {
		diag_error("%s: %s", path,
			   err == -EINVAL ? "not a kernel's configuration"
					  : strerror(-err));
		return EXIT_ERROR;
	}
	report.config = config.path;
	report.n_config_lines = config_missing(&config, report.config_line);
	doctor_fragment(&report, stdout);
	kernel_config_free(&config);
	return !stdout_finish() && !report.n_config_lines ? EXIT_OK
							  : EXIT_ERROR;
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
	struct hook_choice choice[HOOKS_MAX];
	struct doctor_report report = {0};
	struct doctor_options o = {0};
	bool tried;
	int status;

	cli_parse(&argp, argc, argv, 0, &o);
	if (o.fragment)
		return print_fragment(o.config);
	report.n_checks = support_check(report.check);
	report.n_instances = instances_find("", report.instance);
	tried = !first_failure(&report);
	if (tried)
		check_programs(&report.check[report.n_checks++], choice);
	report.possible = !first_failure(&report);
	check_sources(&report, tried && !report.possible,
		      report.possible ? choice : NULL);
	if (report.possible)
		report.n_hooks = doctor_hooks(choice, report.hook);
	status = print_report(&report);
	free_report(&report);
	return status;
}
