// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "ftrace_span.h"
#include "importer_state.h"

struct import_sample importer_sample(enum unread_cause cause, uint64_t number,
				     const char *line, size_t len)
{
	struct import_sample s = {.line = number, .cause = cause};

	for (size_t i = 0; i < len && i < IMPORT_SAMPLE_LEN; i++)
		s.text[i] = line[i] ? line[i] : ' ';
	return s;
}

void importer_add_sample(struct importer *im, struct import_sample sample)
{
	im->profile->unparsed_lines++;
	im->stats.unread[sample.cause]++;
	if (im->stats.n_samples < IMPORT_SAMPLES)
		im->stats.sample[im->stats.n_samples++] = sample;
}

void importer_add_unread(struct importer *im, enum unread_cause cause,
			 uint64_t number, const char *line, size_t len)
{
	/* Dumps of messages that were not rejected are ignored if read, too. */
	if (!im->stats.records && memmem(line, len, "scmi_msg_dump", 13) &&
	    !memchr(line, '!', len)) {
		im->stats.unread[cause]++;
		im->stats.other_events++;
		return;
	}
	importer_add_sample(im, importer_sample(cause, number, line, len));
}

/* Returns true if a line starts with its time stamp, without a task. */
static bool is_bare(const char *line, size_t len)
{
	size_t i = 0;

	while (i < len && is_blank(line[i]))
		i++;
	return i < len && is_decimal(line[i]);
}

bool importer_is_cut_time(struct importer *im, const struct ftrace_event *ev,
			  const char *line, size_t len)
{
	if (im->stats.records)
		return false;
	if (!im->log.started)
		im->log.bare = is_bare(line, len);
	return im->log.started && !im->log.bare &&
	       ev->time_ns + IMPORT_STEP_NS <= im->log.last_ns &&
	       is_bare(line, len);
}
