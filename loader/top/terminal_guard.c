// SPDX-License-Identifier: GPL-2.0-only
#include "terminal_guard.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <string.h>
#include <sys/eventfd.h>
#include <termios.h>
#include <unistd.h>

#include "stderr_capture.h"

#define LAST_SIGNAL 31 /* real-time signals are not used */

static struct termios modes;
static int terminal = -1, event = -1;
static struct sigaction before[LAST_SIGNAL + 1];
/* Two, so that a signal handler always finds a complete one. */
static struct leave {
	char text[GUARD_LEAVE_LEN];
	size_t len;
} leaves[2];
static struct leave *volatile leave; /* NULL: disarmed */
static atomic_uint requests;	     /* GUARD_… */
static char stack[1 << 16];	     /* the usual one may have overflowed */

static void wake(void)
{
	const uint64_t one = 1;
	int saved = errno;

	/* It only fails if the event is readable already. */
	if (write(event, &one, sizeof(one)) < 0)
		errno = saved;
}

/* Restores the terminal and dies. Async-signal-safe. */
static void restore_and_die(int sig)
{
	const struct leave *l = leave;

	leave = NULL;
	if (l) {
		/* An error cannot be reported any more. */
		ssize_t n = write(terminal, l->text, l->len);

		(void)n;
		tcsetattr(terminal, TCSANOW, &modes);
	}
	stderr_capture_stop();
	signal(sig, SIG_DFL);
	/* The signal is blocked, even a fault, until this handler returns. */
	raise(sig);
}

static void request(int sig)
{
	switch (sig) {
	case SIGWINCH:
		atomic_fetch_or(&requests, GUARD_RESIZED);
		break;
	case SIGTSTP:
		atomic_fetch_or(&requests, GUARD_STOP);
		break;
	case SIGCONT:
		atomic_fetch_or(&requests, GUARD_RESUMED);
		break;
	default:
		/* A second signal kills, in case the main loop hangs. */
		if (atomic_fetch_or(&requests, GUARD_END) & GUARD_END)
			restore_and_die(sig);
	}
	wake();
}

/* Returns the handler of a signal; NULL: it is not changed. */
static void (*handler_of(int sig))(int)
{
	switch (sig) {
	case SIGINT:
	case SIGTERM:
	case SIGHUP:
	case SIGWINCH:
	case SIGTSTP:
	case SIGCONT:
		return request;
	case SIGKILL:
	case SIGSTOP:
	case SIGCHLD:
	case SIGURG:
	case SIGTTIN:
	case SIGTTOU:
		return NULL;
	}
	return restore_and_die;
}

static void handle(int sig)
{
	struct sigaction action = {.sa_handler = handler_of(sig),
				   .sa_flags = SA_RESTART | SA_ONSTACK};

	sigaction(sig, NULL, &before[sig]);
	/* Ignored signals stay ignored, except SIGINT: see stop_signals(). */
	if (!action.sa_handler ||
	    (before[sig].sa_handler == SIG_IGN && sig != SIGINT))
		return;
	/* Blocks SIGTTOU, too, so that tcsetattr() works in the background. */
	sigfillset(&action.sa_mask);
	sigaction(sig, &action, NULL);
}

int guard_open(int fd)
{
	const stack_t other = {.ss_sp = stack, .ss_size = sizeof(stack)};

	terminal = fd;
	if (tcgetattr(fd, &modes))
		return -errno;
	event = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	if (event < 0)
		return -errno;
	leave = NULL;
	requests = 0;
	sigaltstack(&other, NULL);
	for (int sig = 1; sig <= LAST_SIGNAL; sig++)
		handle(sig);
	return 0;
}

void guard_close(void)
{
	const stack_t none = {.ss_flags = SS_DISABLE};

	if (event < 0)
		return;
	for (int sig = 1; sig <= LAST_SIGNAL; sig++)
		if (handler_of(sig))
			sigaction(sig, &before[sig], NULL);
	sigaltstack(&none, NULL);
	close(event);
	event = -1;
}

void guard_arm(const char *text, size_t len)
{
	struct leave *next = leave == &leaves[0] ? &leaves[1] : &leaves[0];

	memcpy(next->text, text, len);
	next->len = len;
	leave = next;
}

void guard_disarm(void)
{
	leave = NULL;
}

int guard_fd(void)
{
	return event;
}

unsigned int guard_requests(void)
{
	uint64_t n;

	/* If there is nothing to read, there is no request. */
	if (read(event, &n, sizeof(n)) < 0)
		return 0;
	return atomic_exchange(&requests, 0);
}

void guard_stop(void)
{
	const struct sigaction usual = {.sa_handler = SIG_DFL};
	struct sigaction ours;

	/* The kernel ignores SIGTSTP, not SIGSTOP, if no shell could resume us. */
	sigaction(SIGTSTP, &usual, &ours);
	raise(SIGTSTP);
	sigaction(SIGTSTP, &ours, NULL);
}
