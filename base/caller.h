/* SPDX-License-Identifier: GPL-2.0-only */
/* The user who called sudo, which started this process. */
#ifndef SCMI_PERF_CALLER_H
#define SCMI_PERF_CALLER_H

#include <stddef.h>
#include <sys/types.h>

struct caller {
	uid_t uid;
	gid_t gid;
	gid_t *groups; /* supplementary */
	size_t n_groups;
	char *name, *home, *shell; /* NULL: unknown */
};

/*
 * Finds the caller by SUDO_UID and SUDO_GID. Returns 0, or -ENOENT, reported, if
 * they are not set. caller_free() frees the members.
 */
int caller_find(struct caller *c);

void caller_free(struct caller *c);

/*
 * Makes this process one of @c: user, groups, HOME, USER, LOGNAME and SHELL.
 * Returns 0, or -1 with errno.
 */
int caller_become(const struct caller *c);

#endif
