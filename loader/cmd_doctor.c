// SPDX-License-Identifier: GPL-2.0-only
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "diag.h"
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
	"  scmi-perf doctor -j | jq .checks\n";

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
	[CHECK_OK] = "ok",
	[CHECK_NOTE] = "note",
	[CHECK_FAIL] = "FAIL",
};

/* The surest check there is: have the kernel verify the programs. */
static void check_programs(struct check *c)
{
	struct recorder *r;

	c->subject = "BPF programs";
	c->next_step = NULL;
	if (recorder_open(&r)) {
		c->state = CHECK_FAIL;
		c->next_step = "see the error above; -v has the details";
		snprintf(c->finding, sizeof(c->finding),
			 "the kernel refuses to load them");
		return;
	}
	recorder_close(r);
	c->state = CHECK_OK;
	snprintf(c->finding, sizeof(c->finding), "load and verify");
}

static bool any_fails(const struct check *checks, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (checks[i].state == CHECK_FAIL)
			return true;
	return false;
}

/* Prints words from the column @indent on, in lines of 80. */
static void print_wrapped(const char *text, int indent)
{
	int column = indent;

	while (*text) {
		int word = (int)strcspn(text, " ");

		if (column > indent && column + 1 + word > 80) {
			printf("\n%*s", indent, "");
			column = indent;
		}
		column += printf("%s%.*s", column > indent ? " " : "", word,
				 text);
		text += word + (text[word] == ' ');
	}
	putchar('\n');
}

#define FINDING_COLUMN 29

static void print_text(const struct check *checks, size_t n, bool possible)
{
	for (size_t i = 0; i < n; i++) {
		printf("%-4s  %-18s  %s\n", state_name[checks[i].state],
		       checks[i].subject, checks[i].finding);
		if (checks[i].next_step && checks[i].state != CHECK_OK) {
			printf("%*s", FINDING_COLUMN, "-> ");
			print_wrapped(checks[i].next_step, FINDING_COLUMN);
		}
	}
	if (possible) {
		printf("\n%-24s  %s\n", "Tracepoint", "Hook");
		for (size_t i = 0; i < n_recorder_events; i++)
			printf("%-24s  %s\n", recorder_events[i],
			       recorder_hook(recorder_events[i]));
	}
	printf("\n%s\n", possible ? "A recording is possible: "
				    "scmi-perf record -d 10s -o run.scmi"
				  : "No recording is possible here.");
}

static int print_json(const struct check *checks, size_t n, bool possible)
{
	json_t *list = json_array(), *hooks = json_object();
	json_t *root = NULL;
	int err = -1;

	for (size_t i = 0; i < n; i++)
		json_array_append_new(
			list, json_pack("{s:s, s:s, s:s, s:s?}", "subject",
					checks[i].subject, "state",
					state_name[checks[i].state], "finding",
					checks[i].finding, "next_step",
					checks[i].next_step));
	for (size_t i = 0; i < n_recorder_events; i++)
		json_object_set_new(
			hooks, recorder_events[i],
			json_string(possible ? recorder_hook(recorder_events[i])
					     : "none"));
	root = json_pack("{s:s, s:b, s:o, s:o}", "schema", "scmi-perf-doctor/1",
			 "possible", possible, "checks", list, "hooks", hooks);
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
	struct check checks[MAX_CHECKS + 1];
	bool json = false, possible;
	size_t n;

	argp_parse(&argp, argc, argv, 0, NULL, &json);
	n = support_check(checks);
	if (!any_fails(checks, n))
		check_programs(&checks[n++]);
	possible = !any_fails(checks, n);
	if (!json)
		print_text(checks, n, possible);
	else if (print_json(checks, n, possible))
		diag_error("write the JSON: out of memory or disk");
	return possible ? EXIT_OK : EXIT_ERROR;
}
