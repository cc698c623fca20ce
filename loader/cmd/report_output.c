// SPDX-License-Identifier: GPL-2.0-only
#include "report_output.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "atomic_file.h"
#include "ci_reports.h"
#include "cli.h"
#include "diag.h"
#include "json_reports.h"
#include "options_files.h"
#include "options_view.h"
#include "output_guard.h"
#include "text_reports.h"

static const struct argp_option options[] = {
	{"explain", CLI_FLAG(struct report_output, explain), NULL, 0,
	 "Print the meaning of each phase on the profile's transports, too", 0},
	{"callers", CLI_FLAG(struct report_output, callers), NULL, 0,
	 "Print only who sent the messages and who waited for whom: by task "
	 "and, after record --callers, by driver and stack",
	 0},
	{"slowest", CLI_FLAG(struct report_output, slowest), NULL, 0,
	 "Print only the slowest transfers, with their tasks and phases", 0},
	{"markdown", CLI_TEXT(struct report_output, markdown), "FILE", 0,
	 "Also append Markdown to FILE (- prints it instead of text)", 0},
	{0}};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct report_output *o = state->input;

	if (key != ARGP_KEY_INIT)
		return cli_store(key, arg, state);
	state->child_inputs[0] = &o->files;
	state->child_inputs[1] = &o->view.phases;
	state->child_inputs[2] = &o->view;
	return 0;
}

static const struct argp_child children[] = {
	{&file_argp, 0, NULL, 0},
	{&phase_argp, 0, "What to show:", 1},
	{&order_argp, 0, NULL, 1},
	{0}};

const struct argp report_output_argp = {options,  parse, NULL, NULL,
					children, NULL,	 NULL};

void report_output_check(const struct report_output *o,
			 struct argp_state *state)
{
	if (o->explain &&
	    (cli_json || o->markdown || output_files_any(&o->files)))
		argp_error(state, "--explain is for text only");
	if ((o->callers || o->slowest) &&
	    (cli_json || o->markdown || output_files_any(&o->files)))
		argp_error(state, "--callers and --slowest are for text only: "
				  "JSON and pages have both");
	if (cli_json && is_stdout(o->markdown))
		argp_error(state, "use only one of --json, --markdown=-");
	file_options_check(state, &o->files,
			   cli_json		    ? "--json"
			   : is_stdout(o->markdown) ? "--markdown -"
						    : NULL);
}

void report_output_add(const struct report_output *o, struct command_files *f)
{
	command_files_write(f, OUTPUT_APPENDED, o->markdown);
	output_files_add(&o->files, f);
}

static int write_markdown(const char *path, const struct report_view *v)
{
	char *text;
	size_t len;
	FILE *out = xopen_memstream(&text, &len);
	int err;

	report_markdown(v, out);
	fclose(out);
	err = output_append(path, text, len);
	free(text);
	return err;
}

static int write_stdout(const struct report_output *o,
			const struct report_view *v)
{
	if (cli_json)
		report_json(v, stdout);
	else if (!o->callers && !o->slowest)
		report_text(v, stdout);
	if (o->callers)
		callers_text(v->p, stdout);
	if (o->slowest)
		slowest_text(v->p, stdout);
	if (o->explain)
		explain_text(v->p, stdout);
	return stdout_finish();
}

/* Returns true if text or JSON is printed. */
static bool prints(const struct report_output *o)
{
	return !is_stdout(o->markdown) &&
	       (!output_files_any(&o->files) || cli_json);
}

int report_output_try(const struct report_output *o)
{
	int err = output_files_try(&o->files);

	if (err || !prints(o))
		return err;
	err = atomic_file_try("-");
	if (err)
		diag_error("write %s: %s", atomic_file_name("-"),
			   strerror(-err));
	return err;
}

int report_output_write(const struct report_output *o, struct profile *p)
{
	struct report_view v;
	int err = 0;

	report_view_init(&v, p, &o->view);
	if (output_files_any(&o->files))
		err = output_files_write(&o->files, report_page(&v));
	if (!err && o->markdown)
		err = write_markdown(o->markdown, &v);
	if (!err && prints(o))
		err = write_stdout(o, &v);
	report_view_free(&v);
	return err;
}
