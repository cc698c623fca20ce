// SPDX-License-Identifier: GPL-2.0-only
/*
 * without-bpf [--types | --admin | --program NAME...] COMMAND [ARGUMENT...]: runs a command
 * to which the kernel seems to have been built without BPF: the system call bpf does not
 * exist. With --types: to which it has BPF, but no types. Then bpf() finds no BTF by its
 * number; a mount hides /sys/kernel/btf. With --admin: that has all privileges but
 * CAP_SYS_ADMIN. With --program, repeatable: to which it refuses the programs of that name,
 * of which the kernel gets 15 characters. Exit status 1 on errors.
 */
#include <errno.h>
#include <linux/bpf.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))
#define LOAD(member)                       \
	BPF_STMT(BPF_LD | BPF_W | BPF_ABS, \
		 offsetof(struct seccomp_data, member))
/* Goes on with one of the next instructions, counted from the following one. */
#define IF_EQUAL(value, then, otherwise) \
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, then, otherwise)
#define RETURN(what) BPF_STMT(BPF_RET | BPF_K, what)

/* Returns what seccomp() does with @flags, or -1. */
static int apply(struct sock_filter *filter, unsigned short len,
		 unsigned int flags)
{
	const struct sock_fprog program = {.len = len, .filter = filter};

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		return -1;
	return (int)syscall(__NR_seccomp, SECCOMP_SET_MODE_FILTER, flags,
			    &program);
}

static int hide_bpf(void)
{
	struct sock_filter filter[] = {
		LOAD(nr),
		IF_EQUAL(__NR_bpf, 0, 1),
		RETURN(SECCOMP_RET_ERRNO | ENOSYS),
		RETURN(SECCOMP_RET_ALLOW),
	};

	return apply(filter, LENGTH(filter), 0);
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

	return apply(filter, LENGTH(filter), 0);
}

/* Stops each load of a program until the listener, which it returns, has an answer. */
static int listen_to_loads(void)
{
	struct sock_filter filter[] = {
		LOAD(nr),
		IF_EQUAL(__NR_bpf, 0, 3),
		LOAD(args[0]),
		IF_EQUAL(BPF_PROG_LOAD, 0, 1),
		RETURN(SECCOMP_RET_USER_NOTIF),
		RETURN(SECCOMP_RET_ALLOW),
	};

	return apply(filter, LENGTH(filter), SECCOMP_FILTER_FLAG_NEW_LISTENER);
}

/* Returns true if a call loads a program with one of the names, which NULL ends. */
static bool is_refused(const struct seccomp_notif *call, char *const *names)
{
	char name[BPF_OBJ_NAME_LEN] = "";
	const struct iovec to = {name, sizeof(name) - 1};
	const struct iovec from = {
		(void *)(uintptr_t)(call->data.args[1] +
				    offsetof(union bpf_attr, prog_name)),
		sizeof(name) - 1};

	if (process_vm_readv((pid_t)call->pid, &to, 1, &from, 1, 0) < 0)
		return false;
	while (*names && strcmp(name, *names))
		names++;
	return *names;
}

/* Answers until the last process with the filter has ended. */
static void answer(int listener, char *const *names)
{
	for (;;) {
		struct seccomp_notif call = {0};
		struct seccomp_notif_resp reply = {0};

		struct pollfd ready = {.fd = listener, .events = POLLIN};

		if (poll(&ready, 1, -1) < 0 || !(ready.revents & POLLIN))
			return;
		/* A process that was killed needs no answer. */
		if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &call))
			continue;
		reply.id = call.id;
		if (is_refused(&call, names))
			reply.error = -EACCES;
		else
			reply.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
		(void)ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &reply);
	}
}

/* In a process of its own, which the filter does not stop. @parent has the listener. */
static void answer_for(pid_t parent, int channel, char *const *names)
{
	int number, process = (int)syscall(__NR_pidfd_open, parent, 0);

	if (read(channel, &number, sizeof(number)) != sizeof(number))
		_exit(1);
	number = (int)syscall(__NR_pidfd_getfd, process, number, 0);
	if (number < 0 || write(channel, "", 1) != 1)
		_exit(1);
	close(channel);
	answer(number, names);
	_exit(0);
}

static int refuse_programs(char *const *names)
{
	const pid_t parent = getpid();
	int channel[2], listener;
	char ready;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, channel))
		return -1;
	if (!fork()) {
		close(channel[0]);
		answer_for(parent, channel[1], names);
	}
	close(channel[1]);
	listener = listen_to_loads();
	if (listener < 0 ||
	    write(channel[0], &listener, sizeof(listener)) < 0 ||
	    read(channel[0], &ready, 1) != 1)
		return -1;
	close(channel[0]);
	close(listener);
	return 0;
}

#define NAMES_MAX 8

int main(int argc, char **argv)
{
	const bool types = argc > 1 && !strcmp(argv[1], "--types");
	const bool admin = argc > 1 && !strcmp(argv[1], "--admin");
	char **command = argv + 1 + (types || admin);
	char *names[NAMES_MAX + 1] = {NULL};
	int n = 0, err;

	for (; n < NAMES_MAX && command[0] && command[1] &&
	       !strcmp(command[0], "--program");
	     command += 2)
		names[n++] = command[1];
	if (!*command || ((types || admin) && n)) {
		fputs("Usage: without-bpf [--types | --admin | "
		      "--program NAME...] COMMAND [ARGUMENT...]\n",
		      stderr);
		return 1;
	}
	err = n	      ? refuse_programs(names)
	      : types ? hide_types()
	      /* The command starts without it. */
	      : admin ? prctl(PR_CAPBSET_DROP, CAP_SYS_ADMIN)
		      : hide_bpf();
	if (err) {
		perror("without-bpf");
		return 1;
	}
	execvp(*command, command);
	perror(*command);
	return 1;
}
