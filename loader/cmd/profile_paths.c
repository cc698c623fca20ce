// SPDX-License-Identifier: GPL-2.0-only
#include "profile_paths.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "alloc.h"
#include "diag.h"

static int is_profile(const struct dirent *entry)
{
	const char *ending = strrchr(entry->d_name, '.');

	/* To open a FIFO waits for its writer. */
	if (entry->d_type == DT_FIFO || entry->d_type == DT_SOCK)
		return 0;
	return *entry->d_name != '.' && ending && !strcmp(ending, ".scmi");
}

static void add(struct profile_paths *p, char *path)
{
	array_reserve(p->path, p->n, p->cap);
	p->path[p->n++] = path;
}

static int add_folder(struct profile_paths *p, const char *folder)
{
	struct dirent **entry;
	const int n = scandir(folder, &entry, is_profile, versionsort);
	const int err = -errno;

	if (n < 0) {
		diag_error("read folder %s: %s", folder, strerror(-err));
		return err;
	}
	for (int i = 0; i < n; i++) {
		add(p, xasprintf("%s/%s", folder, entry[i]->d_name));
		free(entry[i]);
	}
	free(entry);
	if (n)
		return 0;
	diag_error("folder %s has no profile, a file *.scmi", folder);
	return -ENOENT;
}

int profile_paths_read(struct profile_paths *p, char *const *args, size_t n)
{
	int err = 0;

	*p = (struct profile_paths){0};
	for (size_t i = 0; i < n && !err; i++) {
		struct stat st;

		if (!stat(args[i], &st) && S_ISDIR(st.st_mode))
			err = add_folder(p, args[i]);
		else
			add(p, xstrdup(args[i]));
	}
	return err;
}

void profile_paths_free(struct profile_paths *p)
{
	for (size_t i = 0; i < p->n; i++)
		free(p->path[i]);
	free(p->path);
	*p = (struct profile_paths){0};
}
