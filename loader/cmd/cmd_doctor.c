// SPDX-License-Identifier: GPL-2.0-only
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "commands.h"
#include "diag.h"
#include "doctor_hooks.h"
#include "paragraph.h"
#include "recorder.h"
#include "support.h"

static const char doc[] =
	"Say what this kernel offers to a recording, which hook would be used "
	"for what, and what stands in the way."
	"\vExit status: 0 when a recording is possible, 1 when not.\n\n"
	"Examples:\n"
	"  scmi-perf doctor\n"
	"  sudo scmi-perf doctor      also lets the kernel verify the "
	"programs\n"
	"  scmi-perf doctor -j | jq .absent\n";

static const struct argp_option options[] = {
	{"json", 'j', 0, 0, "Print JSON", 0}, {0}};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	bool *json = state->input;

	(void)arg;
	switch (key) {
	case 'j':
		*json = true;
		return 0;
	case ARGP_KEY_ARG:
		argp_error(state, "doctor takes no argument");
		return EINVAL;
	}
	return ARGP_ERR_UNKNOWN;
}

static const char *const state_name[] = {
	[DOCTOR_OK] = "ok",
	[DOCTOR_NOTE] = "note",
	[DOCTOR_FAIL] = "FAIL",
};

/*
 * The surest check there is: have the kernel verify the programs, and attach them
 * for a moment. Fills @choice with what came of it.
 */
static void check_programs(struct doctor_check *c,
			   struct hook_choice choice[HOOKS_MAX])
{
	const struct recorder_options wanted = {.level = HOOKS_ALL};
	struct recorder *r;

	c->subject = "BPF programs";
	c->next_step = NULL;
	if (recorder_open(&wanted, &r)) {
		c->state = DOCTOR_FAIL;
		c->next_step = "see the error above; -v has the details";
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
			 "load and verify, and can be attached");
	}
	memcpy(choice, recorder_hooks(r), HOOKS_MAX * sizeof(*choice));
	recorder_close(r);
}

static bool any_fails(const struct doctor_check *checks, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (checks[i].state == DOCTOR_FAIL)
			return true;
	return false;
}

#define FINDING_COLUMN 26

/* @choice: NULL when no recording is possible. */
static void print_text(const struct doctor_check *checks, size_t n,
		       const struct hook_choice *choice)
{
	for (size_t i = 0; i < n; i++) {
		struct paragraph g;
		char head[40];

		snprintf(head, sizeof(head), "%-4s  %-18s  ",
			 state_name[checks[i].state], checks[i].subject);
		g = paragraph_begin(stdout, FINDING_COLUMN, head);
		paragraph_say(&g, "%s", checks[i].finding);
		paragraph_end(&g);
		if (!checks[i].next_step || checks[i].state == DOCTOR_OK)
			continue;
		snprintf(head, sizeof(head), "%*s", FINDING_COLUMN + 3, "-> ");
		g = paragraph_begin(stdout, FINDING_COLUMN + 3, head);
		paragraph_say(&g, "%s", checks[i].next_step);
		paragraph_end(&g);
	}
	if (choice) {
		putchar('\n');
		doctor_hooks_text(choice, stdout);
	}
	printf("\n%s\n", choice ? "A recording is possible: "
				  "scmi-perf record -d 10s -o run.scmi"
				: "No recording is possible here.");
}

static int print_json(const struct doctor_check *checks, size_t n,
		      const struct hook_choice *choice)
{
	json_t *list = json_array(), *root;
	int err = -1;

	for (size_t i = 0; i < n; i++)
		json_array_append_new(
			list, json_pack("{s:s, s:s, s:s, s:s?}", "subject",
					checks[i].subject, "state",
					state_name[checks[i].state], "finding",
					checks[i].finding, "next_step",
					checks[i].next_step));
	root = json_pack(
		"{s:s, s:b, s:o, s:o, s:o}", "schema", "scmi-perf-doctor/1",
		"possible", choice != NULL, "checks", list, "hooks",
		choice ? doctor_hooks_json(choice) : json_object(), "absent",
		choice ? doctor_absent_json(choice) : json_object());
	if (root)
		err = json_dumpf(root, stdout, JSON_INDENT(2));
	json_decref(root);
	putchar('\n');
	return err;
}

int cmd_doctor(int argc, char **argv)
{
	static const struct argp argp = {options,	  parse, NULL, doc,
					 common_children, NULL,	 NULL};
	struct hook_choice choices[HOOKS_MAX], *choice = NULL;
	struct doctor_check checks[DOCTOR_CHECKS_MAX + 1];
	bool json = false;
	size_t n;

	argp_parse(&argp, argc, argv, 0, NULL, &json);
	n = support_check(checks);
	if (!any_fails(checks, n))
		check_programs(&checks[n++], choices);
	if (!any_fails(checks, n))
		choice = choices;
	if (!json)
		print_text(checks, n, choice);
	else if (print_json(checks, n, choice))
		diag_error("write the JSON: out of memory or disk");
	return choice ? EXIT_OK : EXIT_ERROR;
}
