// SPDX-License-Identifier: GPL-2.0-only
/*
 * Records two builds in turns, so that a drift of the machine affects both alike.
 * The order is A B B A: in A B A B, B would always be the later one of a pair.
 */
#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "alloc.h"
#include "cli.h"
#include "commands.h"
#include "diag.h"
#include "profile_file.h"
#include "run_command.h"
#include "stop_signals.h"
#include "units.h"

static const char doc[] =
	"Record two builds in turns, A B B A, as a comparison needs them. A "
	"and "
	"B are command lines for sh that install a build. After each, RECORD "
	"runs, in which {} is the file to write: DIR/a01.scmi, DIR/b01.scmi …"
	"\vA command that fails, or does not write a profile, "
	"ends "
	"it. Recordings that were made are kept.\n\n"
	"Examples:\n"
	"  scmi-perf turns ./install-old ./install-new -o turns -- \\\n"
	"      scmi-perf record -o {} -- ./run-load\n"
	"  scmi-perf turns 'reboot-board old' 'reboot-board new' -- \\\n"
	"      sh -c 'ssh board scmi-perf record -o - -- run-load >{}'\n"
	"  scmi-perf compare turns/a* -- turns/b*\n";

struct turns_options {
	const char *install[2];
	char **record;
	const char *folder;
	long long runs; /* of each build */
};

static const struct argp_option options[] = {
	{"runs", 'n', "NUMBER", 0, "Record each build NUMBER times (12)", 0},
	{"output", 'o', "DIR", 0,
	 "Write to this folder, which is made if it is missing (turns)", 0},
	{0}};

static error_t parse_argument(struct turns_options *o, char *arg,
			      struct argp_state *state)
{
	const bool after = state->quoted && state->next > state->quoted;

	if (!after) {
		if (o->install[1])
			argp_error(state, "unexpected argument '%s'", arg);
		o->install[o->install[0] != NULL] = arg;
		return 0;
	}
	o->record = state->argv + state->next - 1;
	state->next = state->argc;
	return 0;
}

static bool has_file(char *const *word)
{
	for (; word && *word; word++)
		if (strstr(*word, "{}"))
			return true;
	return false;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct turns_options *o = state->input;

	switch (key) {
	case 'n':
		o->runs = cli_number(arg, "runs", 1, 1000, state);
		return 0;
	case 'o':
		o->folder = arg;
		return 0;
	case ARGP_KEY_ARG:
		return parse_argument(o, arg, state);
	case ARGP_KEY_END:
		if (!o->install[1])
			argp_error(state, "A and B are required: how to "
					  "install each build");
		if (!has_file(o->record))
			argp_error(state, "-- RECORD… is required, with {} for "
					  "the file to write");
		return 0;
	}
	return cli_store(key, arg, state);
}

/* Returns the path of recording @n of a side, from 1. The caller frees. */
static char *path_of(const struct turns_options *o, int side, long long n)
{
	const int width = o->runs < 100 ? 2 : o->runs < 1000 ? 3 : 4;

	return xasprintf("%s/%c%0*lld.scmi", o->folder, "ab"[side], width, n);
}

static bool will_be_written(const struct turns_options *o, const char *name)
{
	const int side = *name == 'b';
	char *path = path_of(o, side, atoll(name + 1));
	const bool same = !strcmp(strrchr(path, '/') + 1, name);

	free(path);
	return same && atoll(name + 1) >= 1 && atoll(name + 1) <= o->runs;
}

/* a*.scmi must not find recordings of another series. Returns 0 or -EEXIST. */
static int refuse_others(const struct turns_options *o)
{
	DIR *dir = opendir(o->folder);
	const struct dirent *entry;
	int err = 0;

	if (!dir) {
		diag_error("%s: %s", o->folder, strerror(errno));
		return -EINVAL;
	}
	while (!err && (entry = readdir(dir))) {
		if (fnmatch("[ab][0-9]*.scmi", entry->d_name, 0) ||
		    will_be_written(o, entry->d_name))
			continue;
		diag_error("%s/%s is not of these %lld recordings of each "
			   "build",
			   o->folder, entry->d_name, o->runs);
		diag_hint("remove it, or use another folder (-o)");
		err = -EEXIST;
	}
	closedir(dir);
	return err;
}

static int make_folder(const struct turns_options *o)
{
	if (mkdir(o->folder, 0777) && errno != EEXIST) {
		diag_error("%s: %s", o->folder, strerror(errno));
		return -EINVAL;
	}
	return refuse_others(o);
}

/* Returns @word with @path for each {}. The caller frees. */
static char *with_path(const char *word, const char *path)
{
	char *text;
	size_t len;
	FILE *out = xopen_memstream(&text, &len);
	const char *mark;

	while ((mark = strstr(word, "{}"))) {
		fprintf(out, "%.*s%s", (int)(mark - word), word, path);
		word = mark + 2;
	}
	fputs(word, out);
	if (fclose(out))
		out_of_memory();
	return text;
}

/* Runs RECORD for a file that does not exist yet. */
static int run_record(const struct turns_options *o, const char *path)
{
	size_t n = 0;
	char **argv;
	int err;

	while (o->record[n])
		n++;
	argv = xcalloc(n + 1, sizeof(*argv));
	for (size_t i = 0; i < n; i++)
		argv[i] = with_path(o->record[i], path);
	err = run_program(argv[0], argv);
	for (size_t i = 0; i < n; i++)
		free(argv[i]);
	free(argv);
	return err;
}

/* Fails, and reports it, unless the file is a profile. */
static int check_written(const char *path)
{
	struct profile p = {0};
	int err;

	if (access(path, F_OK)) {
		diag_error("the recording did not write %s", path);
		return -ENOENT;
	}
	err = profile_read(&p, path);
	profile_free(&p);
	return err;
}

/* Returns 0 or -errno, reported. */
static int remove_earlier(const char *path)
{
	if (!unlink(path) || errno == ENOENT)
		return 0;
	diag_error("%s: %s", path, strerror(errno));
	return -EINVAL;
}

/* Installs a build and records it. An earlier file must not pass for the new one. */
static int take_turn(const struct turns_options *o, int side, const char *path)
{
	int err = remove_earlier(path);

	if (!err)
		err = run_with_sh(side ? "B" : "A", o->install[side]);
	if (!err)
		err = run_record(o, path);
	return err ? err : check_written(path);
}

/* Later files of an earlier series must not be mixed with these recordings. */
static int remove_later(const struct turns_options *o)
{
	int err = 0;

	for (long long i = 1; i < 2 * o->runs && !err; i++) {
		char *path = path_of(o, i % 2, i / 2 + 1);

		err = remove_earlier(path);
		free(path);
	}
	return err;
}

/* Returns 0 or -errno, reported together with the number of recordings. */
static int take_turns(const struct turns_options *o)
{
	const long long all = 2 * o->runs;
	long long done;
	int err = 0;

	for (done = 0; done < all; done++) {
		/* A B, B A, A B, … */
		const int side = (done + 1) / 2 % 2;
		char *path = path_of(o, side, done / 2 + 1);

		err = take_turn(o, side, path);
		if (!err && !done)
			err = remove_later(o);
		if (err)
			diag_error("%lld of %lld recordings are in %s, all "
				   "before %s",
				   done, all, o->folder, path);
		free(path);
		if (err)
			return err;
	}
	diag_info("%lld recording%s of each build %s in %s: 'scmi-perf compare "
		  "%s/a*.scmi -- %s/b*.scmi'",
		  o->runs, plural((uint64_t)o->runs),
		  o->runs == 1 ? "is" : "are", o->folder, o->folder, o->folder);
	return 0;
}

int cmd_turns(int argc, char **argv)
{
	static const struct argp argp = {
		options, parse, "A B -- RECORD…", doc, common_children,
		NULL,	 NULL};
	struct turns_options o = {.folder = "turns", .runs = 12};
	sigset_t mask;
	int err;

	cli_parse(&argp, argc, argv, ARGP_IN_ORDER, &o);
	/* A signal ends a command first; what was recorded is reported. */
	stop_signals_block(&mask);
	err = make_folder(&o);
	if (!err)
		err = take_turns(&o);
	stop_signals_unblock(&mask);
	return err ? EXIT_ERROR : EXIT_OK;
}
