// SPDX-License-Identifier: GPL-2.0-only
#include "counts_file.h"

#include "../../../base/atomic_file.h"
#include "../../../base/diag.h"
#include "../../server/environment.h"

bool counts_file_try(const char *path)
{
	const int ret = path ? atomic_file_try(path) : 0;

	if (ret)
		diag_error("write %s: %s", path, strerror(-ret));
	return !ret;
}

void counts_file_write(const char *path,
		       void (*show)(struct seq_file *seq, void *context),
		       void *context)
{
	struct seq_file seq = {0};
	char *text = NULL;
	size_t len;
	int ret;

	if (!path)
		return;
	seq.out = open_memstream(&text, &len);
	if (!seq.out) {
		diag_error("write %s: %s", path, strerror(errno));
		return;
	}
	show(&seq, context);
	ret = fclose(seq.out) ? -ENOMEM : atomic_file_write(path, text, len);
	free(text);
	if (ret)
		diag_error("write %s: %s", path, strerror(-ret));
}
