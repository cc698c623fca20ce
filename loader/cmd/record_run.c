// SPDX-License-Identifier: GPL-2.0-only
#include "record_run.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "atomic_file.h"
#include "callers.h"
#include "child.h"
#include "cli.h"
#include "clock.h"
#include "diag.h"
#include "options_record.h"
#include "record_source.h"
#include "stop_signals.h"
#include "text.h"

enum {
	KEY_CALLERS = 256
};

static const struct argp_option options[] = {
	{"duration", 'd', "TIME", 0, "Stop after TIME: 500ms, 30s, 5m", 0},
	{"interval", 'i', "TIME", 0,
	 "Record a time series in intervals of TIME, 10ms or longer; "
	 "doubled whenever there are more than 512",
	 0},
	{"callers", KEY_CALLERS, "NUMBER", OPTION_ARG_OPTIONAL,
	 "Record who sends, too, up to NUMBER callers (4096): tasks and "
	 "stacks, "
	 "who waited for a channel behind whom, transfers in flight, and the "
	 "slowest transfers",
	 0},
	{"deterministic", CLI_FLAG(struct record_run, deterministic), 0, 0,
	 "Mark the profile: the clock counts instructions, so equal runs take "
	 "equal times",
	 0},
	{"exit-status", 'e', 0, 0, "Return COMMAND's exit status", 0},
	{"as-caller", 'u', 0, 0,
	 "Under sudo: run COMMAND as the user who called sudo, who also owns "
	 "the "
	 "new file",
	 0},
	{0}};

#define INTERVAL_MIN_NS 10000000u

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct record_run *o = state->input;

	switch (key) {
	case 'd':
		o->duration_ns = cli_time(arg, "duration", 1,
					  "such as 500ms, 30s, 5m", state);
		return 0;
	case 'i':
		o->interval_ns = cli_time(arg, "interval", INTERVAL_MIN_NS,
					  "10ms or longer, such as 1s", state);
		return 0;
	case KEY_CALLERS:
		o->live.recorder.callers = CALLERS_MAX;
		if (arg)
			o->live.recorder.callers = (uint32_t)cli_number(
				arg, "callers", 1, CALLERS_MAX, state);
		return 0;
	case 'e':
		o->exit_status = true;
		return 0;
	case 'u':
		o->as_caller = true;
		return 0;
	case ARGP_KEY_INIT:
		state->child_inputs[0] = &o->live;
		return 0;
	case ARGP_KEY_ARGS:
		o->command = state->argv + state->next;
		return 0;
	case ARGP_KEY_END:
		if (o->exit_status && !o->command)
			argp_error(state, "--exit-status needs a COMMAND");
		return 0;
	}
	return cli_store(key, arg, state);
}

static const struct argp_child children[] = {{&recorder_argp, 0, NULL, 0}, {0}};

const struct argp record_run_argp = {options,  parse, NULL, NULL,
				     children, NULL,  NULL};

int record_run_find_caller(struct record_run *o)
{
	if (!o->as_caller)
		return 0;
	if (caller_find(&o->caller))
		return -ENOENT;
	if (o->actions)
		o->actions->caller = &o->caller;
	atomic_file_new_owner(o->caller.uid, o->caller.gid);
	return 0;
}

void record_run_free(struct record_run *o)
{
	caller_free(&o->caller);
}

/* Blocks the signals that end a recording, and SIGCHLD, for child_wait(). */
static void block_signals(sigset_t *set)
{
	stop_signals(set);
	sigaddset(set, SIGCHLD);
	sigprocmask(SIG_BLOCK, set, NULL);
}

static int start_command(const struct record_run *o, pid_t *pid)
{
	const struct child_options how = {.caller = o->as_caller ? &o->caller
								 : NULL};
	const pid_t started = child_start(&how, o->command);

	if (started < 0) {
		diag_error("run '%s': %s", o->command[0], strerror(-started));
		return started;
	}
	*pid = started;
	return 0;
}

/* Returns the status that a shell would set: 0 … 255, 128 + signal. */
static int exit_status(int status)
{
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void describe(struct run *run, const struct record_run *o)
{
	run_describe(run);
	run->deterministic = o->deterministic;
	if (o->boot)
		run->start_unix_s = 0; /* it is not that of now */
	for (char **word = o->command; word && *word; word++)
		run->command = words_append(run->command, "%s", *word);
}

/*
 * Waits for the end, which is at @end_ns unless that is 0, or that of an action.
 * Returns as tick().
 */
static int watch(struct record_source *s, const struct actions *actions,
		 const sigset_t *set, pid_t pid, uint64_t end_ns, int *status)
{
	for (;;) {
		uint64_t until = s->next_tick(s);
		int err;

		if (!until || (end_ns && end_ns < until))
			until = end_ns;
		if (child_wait(set, pid, until, status) || until == end_ns)
			return 0;
		err = s->tick(s);
		if (err || (actions && actions->stopped))
			return err;
	}
}

/*
 * Starts the source that the options and the kernel allow. Returns it, or NULL,
 * reported.
 */
static struct record_source *start_source(const struct record_run *o,
					  struct profile *p)
{
	struct record_source *s = NULL;
	enum live_source source;

	if (live_source_choose(&o->live, "record", &source))
		return NULL;
	if (source == LIVE_BPF) {
		s = record_with_bpf(&o->live, o->interval_ns, o->actions);
		if (!s->start(s, p))
			return s;
		s->close(s);
		if (!live_source_falls_back(&o->live))
			return NULL;
	}
	s = record_with_tracefs(&o->live, o->interval_ns, o->boot, o->actions);
	if (!s->start(s, p))
		return s;
	s->close(s);
	return NULL;
}

/* Records until the command, the time or a signal ends that. */
static int record_until_end(const struct record_run *o, struct record_source *s,
			    const sigset_t *set, int *status)
{
	const uint64_t start_ns = monotonic_ns();
	pid_t pid = 0;
	int err = 0;

	if (o->command)
		err = start_command(o, &pid);
	else if (!o->duration_ns)
		diag_info("recording; Ctrl-C ends it");
	if (!err)
		err = watch(s, o->actions, set, pid,
			    o->duration_ns ? start_ns + o->duration_ns : 0,
			    status);
	if (pid)
		child_end(set, pid, status);
	return err;
}

int record_run(const struct record_run *o, struct profile *p, int *status)
{
	struct record_source *s;
	sigset_t set;
	int err = 0;

	block_signals(&set);
	s = start_source(o, p);
	if (!s)
		return -EINVAL;
	describe(&p->runs[0], o);
	if (!o->boot)
		err = record_until_end(o, s, &set, status);
	if (!err)
		err = s->stop(s);
	s->close(s);
	return err;
}

int record_run_result(const struct record_run *o, int status)
{
	if (status)
		diag_warning("the command ended with status %d",
			     exit_status(status));
	return o->exit_status ? exit_status(status) : EXIT_OK;
}
