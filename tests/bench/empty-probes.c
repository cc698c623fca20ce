// SPDX-License-Identifier: GPL-2.0-only
/*
 * empty-probes [-3] COMMAND...: runs COMMAND with empty programs attached; with
 * -3 only on the three tracepoints that mark begin, reply and end.
 */
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "empty.skel.h"

int main(int argc, char **argv)
{
	struct empty_bpf *skel;
	int first = 1, status;
	pid_t pid;

	skel = empty_bpf__open();
	if (skel && argc > 1 && !strcmp(argv[1], "-3")) {
		first = 2;
		bpf_program__set_autoload(
			skel->progs.empty_scmi_xfer_response_wait, false);
	}
	if (argc <= first) {
		fputs("usage: empty-probes [-3] COMMAND...\n", stderr);
		return 1;
	}
	if (!skel || empty_bpf__load(skel) || empty_bpf__attach(skel)) {
		perror("empty-probes: attach");
		return 1;
	}
	pid = fork();
	if (!pid) {
		execvp(argv[first], argv + first);
		perror(argv[first]);
		_exit(127);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid) {
		perror("empty-probes: run");
		return 1;
	}
	empty_bpf__destroy(skel);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
