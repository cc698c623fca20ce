// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "diag.h"
#include "profile_file.h"
#include "report.h"
#include "report_files.h"

static const char doc[] =
	"Show a profile: which message takes how long, in which phase, and "
	"what became of the transfers. FILE - is standard input."
	"\vTimes are in the unit that the table's header names; in JSON they "
	"are in ns. A percentile that too few samples support is - (JSON: "
	"null).\n\n"
	"Examples:\n"
	"  scmi-perf report run.scmi\n"
	"  scmi-perf report --html run.html run.scmi\n"
	"  scmi-perf report -j run.scmi | jq '.series[] | .p99_ns'\n";

enum {
	OPT_HTML = 256,
	OPT_SVG,
	OPT_PNG,
	OPT_PDF
};

static const struct argp_option options[] = {
	{"json", 'j', 0, 0, "Write JSON, schema scmi-perf-report/1", 0},
	{"html", OPT_HTML, "FILE", 0,
	 "Write a page with pictures to FILE; - is standard output", 0},
	{"svg", OPT_SVG, "DIR", 0, "Write each picture as SVG into DIR", 0},
	{"png", OPT_PNG, "DIR", 0, "Write each picture as PNG into DIR", 0},
	{"pdf", OPT_PDF, "FILE", 0, "Write all pictures as PDF to FILE", 0},
	{0}};

struct options {
	const char *input;
	const char *html, *svg, *png, *pdf;
	bool json;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct options *o = state->input;

	switch (key) {
	case 'j':
		o->json = true;
		return 0;
	case OPT_HTML:
		o->html = arg;
		return 0;
	case OPT_SVG:
		o->svg = arg;
		return 0;
	case OPT_PNG:
		o->png = arg;
		return 0;
	case OPT_PDF:
		o->pdf = arg;
		return 0;
	case ARGP_KEY_ARG:
		if (o->input)
			argp_error(state, "one FILE at a time; 'scmi-perf "
					  "merge' joins profiles");
		o->input = arg;
		return 0;
	case ARGP_KEY_NO_ARGS:
		argp_error(state, "no FILE given; - is standard input");
		return 0;
	case ARGP_KEY_END:
		if (o->json && o->html && !strcmp(o->html, "-"))
			argp_error(state, "--json and --html - both are for "
					  "standard output");
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

static int write_files(const struct profile *p, const struct options *o)
{
	int err = o->html ? report_page(p, o->html) : 0;

	if (!err && o->svg)
		err = report_pictures(p, DRAWING_SVG, o->svg);
	if (!err && o->png)
		err = report_pictures(p, DRAWING_PNG, o->png);
	if (!err && o->pdf)
		err = report_pictures(p, DRAWING_PDF, o->pdf);
	return err;
}

static int write_stdout(const struct profile *p, bool json)
{
	if (!json) {
		report_text(p, stdout);
	} else if (report_json(p, stdout)) {
		diag_error("out of memory");
		return -ENOMEM;
	}
	if (fflush(stdout) || ferror(stdout)) {
		diag_error("write standard output: %s", strerror(errno));
		return -EIO;
	}
	return 0;
}

int cmd_report(int argc, char **argv)
{
	static const struct argp argp = {options,	  parse, "FILE", doc,
					 common_children, NULL,	 NULL};
	struct options o = {0};
	int result = EXIT_ERROR;
	struct profile p;
	bool files;

	argp_parse(&argp, argc, argv, 0, NULL, &o);
	files = o.html || o.svg || o.png || o.pdf;
	profile_init(&p);
	if (profile_read(&p, o.input))
		goto out;
	if (files && write_files(&p, &o))
		goto out;
	if ((!files || o.json) && write_stdout(&p, o.json))
		goto out;
	result = EXIT_OK;
out:
	profile_free(&p);
	return result;
}
