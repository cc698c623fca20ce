// SPDX-License-Identifier: GPL-2.0-only
/* empty-probes COMMAND...: runs COMMAND with empty programs attached. */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "empty.skel.h"

int main(int argc, char **argv)
{
	struct empty_bpf *skel;
	int status;
	pid_t pid;

	if (argc < 2) {
		fputs("usage: empty-probes COMMAND...\n", stderr);
		return 1;
	}
	skel = empty_bpf__open_and_load();
	if (!skel || empty_bpf__attach(skel)) {
		perror("empty-probes: attach");
		return 1;
	}
	pid = fork();
	if (!pid) {
		execvp(argv[1], argv + 1);
		perror(argv[1]);
		_exit(127);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid) {
		perror("empty-probes: run");
		return 1;
	}
	empty_bpf__destroy(skel);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
