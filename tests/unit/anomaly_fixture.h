/* SPDX-License-Identifier: GPL-2.0-only */
/* Transfers, and the messages that the core rejects, for tests of anomaly.h. */
#ifndef SCMI_PERF_ANOMALY_FIXTURE_H
#define SCMI_PERF_ANOMALY_FIXTURE_H

#include <string.h>

#include "unit_test.h"
#include "anomaly.h"
#include "transfer_steps.h"

#define MS 1000000ull

static struct lc_slot slots[LC_SLOTS];
static struct lc_expired expired;

static inline int set_up(void **state)
{
	memset(slots, 0, sizeof(slots));
	memset(&expired, 0, sizeof(expired));
	return 0;
}

/* The series of all commands here. */
#define SERIES 3

static inline void begin_on(uint16_t instance, uint32_t id, uint64_t now)
{
	struct lc_displaced d;

	assert_true(transfer_begin(slots, id, SERIES, instance, true, now,
				   &d) >= 0);
}

static inline void begin(uint32_t id, uint64_t now)
{
	begin_on(1, id, now);
}

static inline void end(uint32_t id, int32_t status, uint64_t now)
{
	struct transfer_end e;

	assert_true(transfer_end(slots, id, status, now, &e));
}

/* A transfer with its reply, from @now to a millisecond later. */
static inline void transfer(uint32_t id, uint64_t now)
{
	begin(id, now);
	lc_rx_done(slots, id, id, 0, now + MS / 2);
	end(id, 0, now + MS);
}

/* A transfer that times out, because of @kind. */
static inline void expire(uint16_t instance, uint32_t id, enum lc_anomaly kind,
			  uint64_t now)
{
	begin_on(instance, id, now - 30 * MS);
	end(id, LC_STATUS_TIMEOUT, now);
	lc_expire(&expired, lc_tag(id, SERIES, instance, now), (uint16_t)id,
		  kind, now);
}

static inline void delayed(uint32_t id, uint64_t now)
{
	struct lc_delayed d = {0};

	assert_true(lc_delayed(slots, id, id, 0, now, &d));
}

static inline enum lc_anomaly bad_at(uint16_t instance, enum lc_bad bad,
				     uint8_t type, uint16_t token, uint64_t now)
{
	const struct lc_rejected m = {
		.instance = instance,
		.token = token,
		.series = SERIES,
		.type = type,
		.bad = bad,
	};

	return lc_bad_message(slots, &expired, &m, now);
}

/* A message at 100 ms, by names without their prefixes. */
#define ASSERT_BAD(instance, why, type, token, anomaly)                       \
	assert_int_equal(bad_at(instance, LC_BAD_##why, LC_MSG_##type, token, \
				100 * MS),                                    \
			 LA_##anomaly)

#endif
