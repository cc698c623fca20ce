// SPDX-License-Identifier: GPL-2.0-only
/*
 * without-bpf [--types] COMMAND [ARGUMENT...]: runs a command to which the kernel seems
 * to have been built without BPF: the system call bpf does not exist. With --types: to
 * which it has BPF, but no types. Then bpf() finds no BTF by its number; a mount hides
 * /sys/kernel/btf. Exit status 1 on errors.
 */
#include <errno.h>
#include <linux/bpf.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))
#define LOAD(member)                       \
	BPF_STMT(BPF_LD | BPF_W | BPF_ABS, \
		 offsetof(struct seccomp_data, member))
/* Goes on with one of the next instructions, counted from the following one. */
#define IF_EQUAL(value, then, otherwise) \
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, then, otherwise)
#define RETURN(what) BPF_STMT(BPF_RET | BPF_K, what)

static int apply(struct sock_filter *filter, unsigned short len)
{
	const struct sock_fprog program = {.len = len, .filter = filter};

	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	       prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

static int hide_bpf(void)
{
	struct sock_filter filter[] = {
		LOAD(nr),
		IF_EQUAL(__NR_bpf, 0, 1),
		RETURN(SECCOMP_RET_ERRNO | ENOSYS),
		RETURN(SECCOMP_RET_ALLOW),
	};

	return apply(filter, LENGTH(filter));
}

static int hide_types(void)
{
	struct sock_filter filter[] = {
		LOAD(nr),
		IF_EQUAL(__NR_bpf, 0, 4),
		/* The low half of a number, on a little-endian machine. */
		LOAD(args[0]),
		IF_EQUAL(BPF_BTF_GET_NEXT_ID, 1, 0),
		IF_EQUAL(BPF_BTF_GET_FD_BY_ID, 0, 1),
		RETURN(SECCOMP_RET_ERRNO | ENOENT),
		RETURN(SECCOMP_RET_ALLOW),
	};

	return apply(filter, LENGTH(filter));
}

int main(int argc, char **argv)
{
	const bool types = argc > 1 && !strcmp(argv[1], "--types");
	char **command = argv + 1 + types;

	if (!argc || !*command) {
		fputs("Usage: without-bpf [--types] COMMAND [ARGUMENT...]\n",
		      stderr);
		return 1;
	}
	if (types ? hide_types() : hide_bpf()) {
		perror("without-bpf: seccomp");
		return 1;
	}
	execvp(*command, command);
	perror(*command);
	return 1;
}
