// SPDX-License-Identifier: GPL-2.0-only
#include "log_recognise.h"

#include <stdlib.h>

#include "alloc.h"
#include "import.h"
#include "import_messages.h"
#include "log_recode.h"

/* Returns true if an import would find an event, or the header of a trace. */
static bool has_events(const char *head, size_t len)
{
	struct profile p = {0};
	struct importer *im = importer_new(&p);
	char *text = xmemdup(head, len);
	const struct import_stats *st = importer_stats(im);
	struct log_recode recode;
	bool found;

	log_recode_start(&recode, text, len);
	len = log_recode_run(&recode, text, len);
	importer_start(im, text, len);
	importer_feed(im, text, len);
	importer_finish(im);
	found = st->events || st->other_events || *st->tracer;
	importer_free(im);
	profile_free(&p);
	free(text);
	return found;
}

const char *log_recognise(const char *head, size_t len, bool *is_text)
{
	const char *description;

	*is_text = false;
	if (import_is_foreign(head, len, &description))
		return description;
	*is_text = has_events(head, len);
	return *is_text ? "a log with SCMI events" : NULL;
}
