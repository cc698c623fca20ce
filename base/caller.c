// SPDX-License-Identifier: GPL-2.0-only
#include "caller.h"

#include <errno.h>
#include <grp.h>
#include <limits.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#include "alloc.h"
#include "diag.h"

/* Reads an ID out of the environment. */
static bool read_id(const char *variable, unsigned int *id)
{
	const char *text = getenv(variable);
	unsigned long value;
	char *end;

	if (!text || *text < '0' || *text > '9')
		return false;
	errno = 0;
	value = strtoul(text, &end, 10);
	*id = (unsigned int)value;
	return !errno && !*end && value < UINT_MAX;
}

static void find_groups(struct caller *c)
{
	int n = 16;

	do {
		c->n_groups = (size_t)n;
		c->groups = xreallocarray(c->groups, c->n_groups,
					  sizeof(*c->groups));
	} while (getgrouplist(c->name, c->gid, c->groups, &n) < 0);
	c->n_groups = (size_t)n;
}

int caller_find(struct caller *c)
{
	const struct passwd *user;

	*c = (struct caller){0};
	if (!read_id("SUDO_UID", &c->uid) || !read_id("SUDO_GID", &c->gid)) {
		diag_error("--as-caller: SUDO_UID and SUDO_GID are not set");
		diag_hint("start it with sudo");
		return -ENOENT;
	}
	user = getpwuid(c->uid);
	if (user) {
		c->name = xstrdup(user->pw_name);
		c->home = xstrdup(user->pw_dir);
		c->shell = xstrdup(user->pw_shell);
		find_groups(c);
	}
	return 0;
}

void caller_free(struct caller *c)
{
	free(c->groups);
	free(c->name);
	free(c->home);
	free(c->shell);
	*c = (struct caller){0};
}

static int set(const char *variable, const char *value)
{
	return value ? setenv(variable, value, 1) : unsetenv(variable);
}

int caller_become(const struct caller *c)
{
	/* The groups first: it takes privileges to change them. */
	if (setgroups(c->n_groups, c->groups) ||
	    setresgid(c->gid, c->gid, c->gid) ||
	    setresuid(c->uid, c->uid, c->uid))
		return -1;
	return set("HOME", c->home) || set("USER", c->name) ||
			       set("LOGNAME", c->name) || set("SHELL", c->shell)
		       ? -1
		       : 0;
}
