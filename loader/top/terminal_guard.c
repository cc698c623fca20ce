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

#define LAST_SIGNAL 31 /* real-time signals are nobody's here */

static struct termios modes;
static int terminal = -1, event = -1;
static struct sigaction before[LAST_SIGNAL + 1];
/* Two, so that a signal always finds one of them whole. */
static struct leave {
	char text[GUARD_LEAVE_LEN];
	size_t len;
} leaves[2];
static struct leave *volatile leave; /* NULL: disarmed */
static atomic_uint asked;	     /* GUARD_… */
static char stack[1 << 16];	     /* a crash may be that of the usual one */

static void wake(void)
{
	const uint64_t one = 1;
	int saved = errno;

	/* It cannot fail but when it is readable already. */
	if (write(event, &one, sizeof(one)) < 0)
		errno = saved;
}

/* A signal that kills. Calls nothing but what a handler may. */
static void give_back(int sig)
{
	const struct leave *l = leave;

	leave = NULL;
	if (l) {
		/* If it fails there is nobody left to tell. */
		ssize_t n = write(terminal, l->text, l->len);

		(void)n;
		tcsetattr(terminal, TCSANOW, &modes);
	}
	stderr_capture_stop();
	signal(sig, SIG_DFL);
	/* Blocked until this handler returns; of a fault, too. */
	raise(sig);
}

static void ask(int sig)
{
	switch (sig) {
	case SIGWINCH:
		atomic_fetch_or(&asked, GUARD_RESIZED);
		break;
	case SIGTSTP:
		atomic_fetch_or(&asked, GUARD_STOP);
		break;
	case SIGCONT:
		atomic_fetch_or(&asked, GUARD_RESUMED);
		break;
	default:
		/* The second one is for a main loop that does not listen. */
		if (atomic_fetch_or(&asked, GUARD_END) & GUARD_END)
			give_back(sig);
	}
	wake();
}

/* What is done on a signal; NULL: whatever was. */
static void (*handler_of(int sig))(int)
{
	switch (sig) {
	case SIGINT:
	case SIGTERM:
	case SIGHUP:
	case SIGWINCH:
	case SIGTSTP:
	case SIGCONT:
		return ask;
	case SIGKILL:
	case SIGSTOP:
	case SIGCHLD:
	case SIGURG:
	case SIGTTIN:
	case SIGTTOU:
		return NULL;
	}
	return give_back;
}

static void handle(int sig)
{
	struct sigaction action = {.sa_handler = handler_of(sig),
				   .sa_flags = SA_RESTART | SA_ONSTACK};

	sigaction(sig, NULL, &before[sig]);
	/* What is ignored stays so but for SIGINT: see stop_signals(). */
	if (!action.sa_handler ||
	    (before[sig].sa_handler == SIG_IGN && sig != SIGINT))
		return;
	/* SIGTTOU, too: from the background the modes are set all the same. */
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
	asked = 0;
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

	/* Nothing to read is no error: then nothing was asked for. */
	if (read(event, &n, sizeof(n)) < 0)
		return 0;
	return atomic_exchange(&asked, 0);
}

void guard_stop(void)
{
	const struct sigaction usual = {.sa_handler = SIG_DFL};
	struct sigaction ours;

	/* By SIGTSTP itself: the kernel knows when nobody could resume it. */
	sigaction(SIGTSTP, &usual, &ours);
	raise(SIGTSTP);
	sigaction(SIGTSTP, &ours, NULL);
}
