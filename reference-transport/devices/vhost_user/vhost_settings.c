// SPDX-License-Identifier: GPL-2.0-only
#include "vhost_settings.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "../../../base/cli.h"
#include "../../../base/diag.h"
#include "../../../base/read_file.h"

#define PLAN_MAX 16384u /* bytes of its text, as in the kernel */

const char *argp_program_version = "scmi-vhost-user " SCMI_PERF_VERSION;

enum {
	OPT_LISTEN = 0x100,
	OPT_CONNECT,
	OPT_SEED,
};

static const struct argp_option options[] = {
	{"listen", OPT_LISTEN, "SOCKET", 0,
	 "Listen at SOCKET for a front end, such as QEMU", 0},
	{"connect", OPT_CONNECT, "SOCKET", 0,
	 "Connect to a front end that listens at SOCKET", 0},
	{"plan", CLI_TEXT(struct vhost_settings, plan), "FILE", 0,
	 "Inject the faults of a plan (docs/fault-plan.md)", 0},
	{"service", CLI_TEXT(struct vhost_settings, service), "TIME", 0,
	 "Service time: 0, 20us (default), uniform:10us..30us or exp:20us", 0},
	{"seed", OPT_SEED, "NUMBER", 0, "Seed of random times (default 1)", 0},
	{"counts", CLI_TEXT(struct vhost_settings, counts), "FILE", 0,
	 "Write counts as JSON on SIGUSR1 and at the end", 0},
	{"between", CLI_TEXT(struct vhost_settings, between), "SOCKET", 0,
	 "Stand between the front end and another back end at SOCKET", 0},
	{0},
};

static void set_socket(struct vhost_settings *settings, const char *path,
		       bool listen, struct argp_state *state)
{
	if (settings->socket)
		argp_error(state, "expected one of --listen and --connect");
	settings->socket = path;
	settings->listen = listen;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct vhost_settings *settings = state->input;

	switch (key) {
	case OPT_LISTEN:
	case OPT_CONNECT:
		set_socket(settings, arg, key == OPT_LISTEN, state);
		return 0;
	case OPT_SEED:
		settings->seed = (unsigned long long)cli_number(
			arg, "seed", 0, LLONG_MAX, state);
		return 0;
	case ARGP_KEY_INIT:
		state->child_inputs[0] = settings;
		return 0;
	case ARGP_KEY_END:
		if (!settings->socket)
			argp_error(state,
				   "expected one of --listen and --connect");
		return 0;
	case ARGP_KEY_ARG:
		argp_error(state, "unexpected argument '%s'", arg);
		return 0;
	}
	return cli_store(key, arg, state);
}

void vhost_settings_read(struct vhost_settings *settings, int argc, char **argv)
{
	static const struct argp argp = {
		.options = options,
		.parser = parse,
		.doc = "An SCMI device behind vhost-user, over the reference "
		       "platform.\vSIGHUP reads the plan again, SIGUSR1 writes "
		       "the counts.\n\nExample: scmi-vhost-user --listen "
		       "/tmp/scmi.sock --plan faults, and then "
		       "qemu-system-aarch64 "
		       "... -chardev socket,id=scmi,path=/tmp/scmi.sock "
		       "-device "
		       "vhost-user-scmi-pci,chardev=scmi",
		.children = common_children,
	};

	*settings = (struct vhost_settings){.service = "20us", .seed = 1};
	argp_err_exit_status = EXIT_ERROR;
	cli_parse(&argp, argc, argv, 0, settings);
}

bool vhost_settings_read_plan(const struct vhost_settings *settings,
			      struct scmi_plan *plan)
{
	struct scmi_plan_error error;
	size_t len;
	char *text;
	bool ok;
	int ret = read_file(settings->plan, PLAN_MAX, &text, &len);

	if (ret || len > PLAN_MAX) {
		diag_error("read %s: %s", settings->plan,
			   ret ? strerror(-ret) : "longer than 16384 bytes");
		free(text);
		return false;
	}
	ok = scmi_plan_parse(plan, text, len, settings->seed, &error);
	free(text);
	if (!ok)
		diag_error("%s: line %u, column %u: expected %s",
			   settings->plan, error.line, error.column,
			   error.expected);
	return ok;
}

void vhost_settings_refuse(const struct scmi_fault *fault, const char *why)
{
	diag_error("plan: line %u: %s: front end vhost-user %s", fault->line,
		   scmi_fault_name(fault->kind), why);
}
