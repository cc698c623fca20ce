/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Conditions on a stream of transfers and anomalies: "latency>5ms",
 * "p99(SENSOR_READING_GET)>1ms", "anomaly=lost_doorbell", "timeouts>0".
 */
#ifndef SCMI_PERF_CONDITION_H
#define SCMI_PERF_CONDITION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "message_name.h"
#include "transfer.h"

enum condition_value {
	CONDITION_ANOMALY,
	CONDITION_LATENCY, /* of one transfer, also of one that timed out */
	/* Of all transfers that ended in the last CONDITION_PARTS seconds. */
	CONDITION_P50,
	CONDITION_P90,
	CONDITION_P99,
	CONDITION_P999,
	/* Numbers of the current second. */
	CONDITION_RATE,	  /* transfers that ended */
	CONDITION_ERRORS, /* of these, with an error; timeouts are none */
	CONDITION_TIMEOUTS,
	CONDITION_VALUES
};

#define CONDITION_PARTS 10

struct condition {
	enum condition_value value;
	struct message_match about; /* MESSAGE_ANY: all */
	uint32_t anomalies;	    /* bits of enum lc_anomaly */
	uint64_t limit;		    /* ns, or a number; it applies above */
	const char *text;	    /* as the user wrote it */

	/* The last seconds of the stream, as a ring; that of now is @second. */
	struct hist latency[CONDITION_PARTS];
	uint64_t second;
	uint64_t n, errors, timeouts; /* of @second */
};

/*
 * Parses a condition, and keeps @text. Returns 0, or -EINVAL with the reason in @why
 * (of @why_len bytes). Free with condition_free().
 */
int condition_parse(struct condition *c, const char *text, char *why,
		    size_t why_len);
/* Forgets all lines: the next one is that of another stream. */
void condition_restart(struct condition *c);
void condition_free(struct condition *c);

/*
 * Takes the next line of the stream. Returns true, and the value that is above the
 * limit, if the condition applies now; percentiles are looked at once a second.
 */
bool condition_applies(struct condition *c, const struct trace_line *line,
		       uint64_t *value);

/* The stream has ended: looks at the percentiles once more. */
bool condition_applies_at_end(struct condition *c, uint64_t *value);

/* Writes a value with its unit, "1.25 ms" or "17", to @buf. Returns @buf. */
#define CONDITION_TEXT 32
const char *condition_value_text(const struct condition *c, uint64_t value,
				 char buf[CONDITION_TEXT]);

#endif
