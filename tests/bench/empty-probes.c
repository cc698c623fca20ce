// SPDX-License-Identifier: GPL-2.0-only
/*
 * empty-probes LEVEL COMMAND...: runs COMMAND with empty programs attached to
 * the hooks that "record --hooks LEVEL" would use on this kernel.
 */
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <bpf/libbpf.h>

#include "hooks.h"
#include "empty.skel.h"

static int fail(const char *action)
{
	perror(action);
	return 1;
}

static int attach(struct empty_bpf *skel, const char *level)
{
	struct hook_choice choice[HOOKS_MAX];
	enum hook_level selected = 0;

	while (strcmp(hook_level_names[selected], level))
		if (++selected == HOOK_LEVELS)
			return -1;
	hooks_choose(selected, choice);
	for (size_t i = 0; i < n_hook_targets; i++) {
		struct bpf_program *program;
		char name[64];

		if (!choice[i].how)
			continue;
		snprintf(name, sizeof(name), "%s_%s", choice[i].how,
			 hook_targets[i].name);
		program = bpf_object__find_program_by_name(skel->obj, name);
		if (!program)
			return -1;
		bpf_program__set_autoload(program, true);
	}
	return empty_bpf__load(skel) ? -1 : empty_bpf__attach(skel);
}

int main(int argc, char **argv)
{
	struct empty_bpf *skel;
	int status;
	pid_t pid;

	if (argc < 3) {
		fputs("usage: empty-probes LEVEL COMMAND...\n", stderr);
		return 1;
	}
	skel = empty_bpf__open();
	if (!skel || attach(skel, argv[1]))
		return fail("empty-probes: attach");
	pid = fork();
	if (!pid) {
		execvp(argv[2], argv + 2);
		perror(argv[2]);
		_exit(127);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		return fail("empty-probes: run");
	empty_bpf__destroy(skel);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
