// SPDX-License-Identifier: GPL-2.0-only
#include "event_formats.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "diag.h"
#include "read_file.h"

/* Adds the format in a file, if it is one. Returns true if it is. */
static bool add_format(struct tep_handle *tep, const char *path)
{
	char *text;
	size_t len;
	bool ok;

	if (read_file(path, 65536, &text, &len))
		return false;
	ok = !tep_parse_event(tep, text, len, "scmi");
	if (!ok)
		diag_warning("'%s' has an unknown format", path);
	free(text);
	return ok;
}

struct tep_handle *event_formats_read(const char *dir)
{
	char *folder = xasprintf("%s/events/scmi", dir);
	struct tep_handle *tep = tep_alloc();
	DIR *events = opendir(folder);
	unsigned int n = 0;
	struct dirent *d;

	if (!tep)
		out_of_memory();
	tep_set_loglevel(TEP_LOG_NONE);
	while (events && (d = readdir(events))) {
		char *path = xasprintf("%s/%s/format", folder, d->d_name);

		n += *d->d_name != '.' && add_format(tep, path);
		free(path);
	}
	if (!n) {
		diag_error("%s has no SCMI events", folder);
		diag_hint("'scmi-perf doctor' checks what this kernel lacks");
		tep_free(tep);
		tep = NULL;
	}
	if (events)
		closedir(events);
	free(folder);
	return tep;
}
