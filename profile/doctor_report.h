/* SPDX-License-Identifier: GPL-2.0-only */
/* The findings of `doctor` about this machine, for the writers. */
#ifndef SCMI_PERF_DOCTOR_REPORT_H
#define SCMI_PERF_DOCTOR_REPORT_H

#include <stdbool.h>
#include <stddef.h>

enum doctor_state {
	DOCTOR_OK,
	DOCTOR_NOTE, /* works, but the user should know */
	DOCTOR_FAIL, /* no recording is possible */
};

struct doctor_check {
	const char *subject;
	enum doctor_state state;
	char finding[512];
	const char *next_step; /* NULL: nothing to do */
};

/* How the reply of a message comes. */
enum reply_way {
	REPLY_UNKNOWN,
	REPLY_INTERRUPT,
	REPLY_THREAD, /* the handler of an interrupt runs in a thread */
	REPLY_POLLED, /* the sender polls for it */
	REPLY_CALL,   /* it is there when the call of the firmware returns */
};

/* A device of the SCMI core. The strings are constants. */
struct doctor_instance {
	char name[256];	       /* "firmware:scmi" */
	const char *transport; /* "mailbox" …; "unknown" */
	const char *reply;     /* see enum reply_way: "interrupt thread" … */
	const char *phases;    /* of a transfer with all hooks: "submit, …" */
};

#define DOCTOR_CHECKS_MAX	9
#define DOCTOR_HOOKS_MAX	32
#define DOCTOR_INSTANCES_MAX	16
#define DOCTOR_SOURCES		4
#define DOCTOR_CONFIG_LINES_MAX 16

/* A way to record. */
struct doctor_source {
	const char *name; /* "BPF, fentry" … */
	bool works;
	char *why; /* it does not work, or without phases; NULL: it works */
};

/* A line that the kernel's configuration lacks. */
struct doctor_config_line {
	const char *source; /* the simplest that needs it */
	char text[64];	    /* "CONFIG_FTRACE=y" */
};

struct doctor_hook {
	const char *name;    /* of the function or event: "virtqueue_kick" */
	const char *point;   /* of the function: "entry", "exit"; or "event" */
	const char *level;   /* "core" … */
	const char *how;     /* "fexit" …; "none" */
	const char *why;     /* reason of its absence; NULL: not absent */
	const char *without; /* what is then unknown; NULL: not absent */
};

struct doctor_report {
	struct doctor_check check[DOCTOR_CHECKS_MAX];
	size_t n_checks;
	struct doctor_instance instance[DOCTOR_INSTANCES_MAX];
	size_t n_instances;
	struct doctor_hook hook[DOCTOR_HOOKS_MAX];
	size_t n_hooks; /* 0 when no recording is possible */
	struct doctor_source source[DOCTOR_SOURCES]; /* the best first */
	size_t n_sources;
	char *config; /* file with the kernel's configuration; NULL: none */
	struct doctor_config_line config_line[DOCTOR_CONFIG_LINES_MAX];
	size_t n_config_lines;
	bool possible;
	const char *chosen; /* source: "bpf" …; NULL: none */
};

#endif
