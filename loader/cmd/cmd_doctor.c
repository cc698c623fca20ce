// SPDX-License-Identifier: GPL-2.0-only
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "commands.h"
#include "doctor_hooks.h"
#include "instances.h"
#include "json_reports.h"
#include "recorder.h"
#include "support.h"
#include "text_reports.h"

static const char doc[] =
	"Show whether this kernel can be measured and with which hooks, or the "
	"next step if it cannot."
	"\vExit status: 0 if a recording is possible, 1 if not.\n\n"
	"Examples:\n"
	"  scmi-perf doctor\n"
	"  sudo scmi-perf doctor      also verifies the BPF programs\n"
	"  scmi-perf doctor -j | jq .absent\n";

static error_t parse(int key, char *arg, struct argp_state *state)
{
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
	const struct recorder_options options = {.level = HOOKS_ALL};
	struct recorder *r;

	c->subject = "BPF programs";
	c->next_step = NULL;
	if (recorder_open(&options, &r)) {
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

static bool any_fails(const struct doctor_report *r)
{
	for (size_t i = 0; i < r->n_checks; i++)
		if (r->check[i].state == DOCTOR_FAIL)
			return true;
	return false;
}

int cmd_doctor(int argc, char **argv)
{
	static const struct argp argp = {
		NULL, parse, NULL, doc, common_children, NULL, NULL};
	struct hook_choice choice[HOOKS_MAX];
	struct doctor_report report = {0};

	cli_parse(&argp, argc, argv, 0, NULL);
	report.n_checks = support_check(report.check);
	report.n_instances = instances_find("", report.instance);
	if (!any_fails(&report))
		check_programs(&report.check[report.n_checks++], choice);
	report.possible = !any_fails(&report);
	if (report.possible)
		report.n_hooks = doctor_hooks(choice, report.hook);
	if (cli_json)
		doctor_json(&report, stdout);
	else
		doctor_text(&report, stdout);
	return !stdout_finish() && report.possible ? EXIT_OK : EXIT_ERROR;
}
