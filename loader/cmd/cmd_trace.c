// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "cli.h"
#include "command_files.h"
#include "commands.h"
#include "options_actions.h"
#include "options_by.h"
#include "options_log.h"
#include "options_record.h"
#include "output_stream.h"
#include "perfetto_trace.h"
#include "trace_command.h"
#include "units.h"

static const char doc[] =
	"Print a line for each SCMI transfer when it ends, and for each "
	"anomaly "
	"without a transfer: of the running kernel until Ctrl-C or SIGTERM, or "
	"of a log, FILE, with its notifications. FILE - is standard input."
	"\vExamples:\n"
	"  scmi-perf trace                          all transfers\n"
	"  scmi-perf trace --min-lat 1ms --stack    slow ones and their "
	"callers\n"
	"  scmi-perf trace -P SENSOR -n 10          ten sensor messages\n"
	"  scmi-perf trace --slowest 20 trace.txt   the slowest ones of a log\n"
	"  scmi-perf trace --csv trace.dat >transfers.csv\n"
	"  scmi-perf trace -a -j -d 1h >anomalies.ndjson\n"
	"  scmi-perf trace --on 'latency>5ms' --do trace-off --do stop\n";

enum {
	KEY_MIN_LAT = 256,
	KEY_MAX_LAT,
	KEY_RING_SIZE,
	KEY_SOURCE,
	KEY_SLOWEST,
};

static const struct argp_option options[] = {
	{"channel", 'c', "NUMBER", 0,
	 "Only transfers on this channel of the transport", 0},
	{"comm", 'C', "NAME", 0, "Only transfers of tasks with this name", 0},
	{"pid", 'p', "PID", 0, "Only transfers of this process or thread", 0},
	{"min-lat", KEY_MIN_LAT, "TIME", 0,
	 "Only transfers that take TIME (500us, 2ms) or longer", 0},
	{"max-lat", KEY_MAX_LAT, "TIME", 0,
	 "Only transfers that take TIME or shorter", 0},
	{"anomalies-only", 'a', 0, 0, "Only anomalies", 0},
	OPTION_BY_RESOURCE("resource: print the clock, sensor, domain … that "
			   "a message is about, too"),
	{"stack", 'S', 0, 0, "Print the kernel stack of the caller", 0},
	{"slowest", KEY_SLOWEST, "COUNT", 0,
	 "Only the COUNT slowest transfers, the slowest first, at the end", 0},
	{"csv", CLI_FLAG(struct trace_options, csv), 0, 0,
	 "Print comma-separated values", 0},
	{"perfetto", CLI_TEXT(struct trace_options, perfetto), "OUT", 0,
	 "Write a trace for ui.perfetto.dev to OUT instead, - for standard "
	 "output; of a whole log, 'scmi-perf export' writes more",
	 0},
	{"wide", 'w', 0, 0,
	 "Print all columns of a log's transfers, not those that fit 80", 0},
	{"count", 'n', "COUNT", 0, "Stop after COUNT lines", 0},
	{"duration", 'd', "TIME", 0, "Stop after TIME: 500ms, 30s, 5m", 0},
	{"ring-size", KEY_RING_SIZE, "SIZE", 0,
	 "Size of the buffer for events, with tracefs of each processor: 64K, "
	 "4M (1M)",
	 0},
	{"source", KEY_SOURCE, "NAME", 0, SOURCE_HELP, 0},
	{0}};

#define COMM_MAX (sizeof(((struct trace_event *)0)->comm) - 1)

static error_t parse_selection(int key, char *arg, struct argp_state *state)
{
	struct trace_options *o = state->input;

	switch (key) {
	case 'c':
		o->channel =
			(int)cli_number(arg, "channel", 0, UINT8_MAX, state);
		return 0;
	case 'C':
		/* The kernel cuts longer names: none would match. */
		if (strlen(arg) > COMM_MAX)
			cli_invalid(arg, "comm",
				    "at most 15 bytes, as ps prints it", state);
		o->comm = arg;
		return 0;
	case 'p':
		o->trace.pid =
			(__u32)cli_number(arg, "pid", 0, INT32_MAX, state);
		return 0;
	case KEY_MIN_LAT:
		o->trace.min_ns = cli_time(arg, "min-lat", 0,
					   "such as 500us, 2ms", state);
		return 0;
	case KEY_MAX_LAT:
		o->trace.max_ns = cli_time(arg, "max-lat", 0,
					   "such as 500us, 2ms", state);
		return 0;
	case 'a':
		o->trace.anomalies_only = 1;
		return 0;
	}
	return cli_store(key, arg, state);
}

/* A log has no transport, instance, channel and stack, and does not last. */
static void check(const struct trace_options *o, struct argp_state *state)
{
	const struct filter *f = &o->filter;

	if (o->trace.min_ns > o->trace.max_ns)
		argp_error(state, "--min-lat is longer than --max-lat");
	if (o->csv + cli_json + !!o->perfetto > 1)
		argp_error(state, "use only one of --csv, --json, --perfetto");
	if (o->file &&
	    (f->one_transport || f->one_instance || o->channel >= 0 ||
	     o->trace.stack || o->ring_bytes || o->duration_ns || o->source))
		argp_error(state,
			   "--transport, --instance, --channel, --stack, "
			   "--source, --ring-size and --duration need a "
			   "running kernel, not a FILE");
	if (o->file && actions_have(o->actions, ACTION_TRACE_OFF))
		argp_error(state, "--do trace-off needs a running kernel, not "
				  "a FILE");
	if (!o->file && (o->log.has_start || o->log.has_end || o->log.buffer))
		argp_error(state, "--from, --to and --buffer need a FILE");
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct trace_options *o = state->input;

	switch (key) {
	case KEY_SLOWEST:
		o->slowest = (uint32_t)cli_number(arg, "slowest", 1,
						  TRACE_SLOWEST_MAX, state);
		return 0;
	case 'w':
		o->wide = true;
		return 0;
	case KEY_BY_RESOURCE:
		o->by_resource = by_resource_parse(arg, state);
		return 0;
	case 'S':
		o->trace.stack = 1;
		return 0;
	case 'n':
		o->count =
			(uint64_t)cli_number(arg, "count", 1, INT64_MAX, state);
		return 0;
	case 'd':
		o->duration_ns = cli_time(arg, "duration", 1,
					  "such as 500ms, 30s, 5m", state);
		return 0;
	case KEY_RING_SIZE:
		if (parse_size(arg, &o->ring_bytes))
			cli_invalid(arg, "ring-size",
				    "1 to 1G, such as 64K, 4M", state);
		return 0;
	case KEY_SOURCE:
		o->source = live_source_parse(arg, state);
		return 0;
	case ARGP_KEY_INIT:
		state->child_inputs[1] = &o->filter;
		state->child_inputs[2] = &o->log;
		state->child_inputs[3] = o->actions;
		return 0;
	case ARGP_KEY_ARG:
		if (o->file)
			argp_error(state,
				   "unexpected argument '%s' (one FILE "
				   "at a time)",
				   arg);
		o->file = arg;
		return 0;
	case ARGP_KEY_END:
		check(o, state);
		return 0;
	}
	return parse_selection(key, arg, state);
}

/*
 * Tries all outputs, and opens that of --perfetto if there is one. Returns 0 or -errno,
 * reported.
 */
static int open_outputs(struct trace_options *o, struct output_stream *stream)
{
	struct command_files f = {0};
	int err;

	command_files_read(&f, o->file);
	command_files_write(&f, OUTPUT_REPORT, o->perfetto);
	err = command_files_check(&f);
	if (!err)
		err = actions_try(o->actions);
	if (!err && o->perfetto)
		err = output_stream_open(stream, o->perfetto);
	if (!err && o->perfetto)
		o->to = perfetto_trace_new(stream->out);
	return err;
}

int cmd_trace(int argc, char **argv)
{
	static const struct argp_child children[] = {
		{&common_argp, 0, "General:", -1},
		{&filter_argp, 0, "What to trace:", 1},
		{&log_argp, 0, "Of a log:", 2},
		{&actions_argp, 0, "Conditions:", 3},
		{0}};
	static const struct argp argp = {options,  parse, "[FILE|-]", doc,
					 children, NULL,  NULL};
	struct actions actions = ACTIONS_DEFAULTS;
	struct trace_options o = {
		.trace = {.enabled = 1, .max_ns = UINT64_MAX},
		.channel = -1,
		.actions = &actions,
	};
	struct output_stream stream;
	int err;

	cli_parse(&argp, argc, argv, 0, &o);
	err = open_outputs(&o, &stream);
	if (err) {
		actions_free(&actions);
		return EXIT_ERROR;
	}
	err = o.file ? trace_log(&o) : trace_live(&o);
	if (o.perfetto) {
		perfetto_trace_finish(o.to);
		err = output_stream_finish(&stream, !err) || err;
	}
	err = stdout_finish() || err;
	actions_end(&actions);
	actions_free(&actions);
	return err ? EXIT_ERROR : EXIT_OK;
}
