/* SPDX-License-Identifier: GPL-2.0-only */
/* Sends a request and checks its reply, for the tests of the platform. */
#ifndef SCMI_PERF_SCMI_EXCHANGE_H
#define SCMI_PERF_SCMI_EXCHANGE_H

#include <stdlib.h>
#include <string.h>

#include "unit_test.h"
#include "platform.h"

#define CAP 128
#define HDR(type, protocol, message)                   \
	((uint32_t)(message) | (uint32_t)(type) << 8 | \
	 (uint32_t)(protocol) << 10 | 0x155u << 18)

/* The platform of a test, and its last reply. */
static struct {
	struct scmi_platform platform;
	uint8_t reply[CAP];
	size_t len;
} x;

static inline void put32(uint8_t *p, uint32_t v)
{
	for (int i = 0; i < 4; i++)
		p[i] = (uint8_t)(v >> 8 * i);
}

static inline uint32_t word(size_t n)
{
	const uint8_t *p = x.reply + 4 * n;

	assert_in_range(4 * n + 4, 0, x.len);
	return p[0] | p[1] << 8 | p[2] << 16 | (uint32_t)p[3] << 24;
}

static inline uint64_t word64(size_t n)
{
	return word(n) | (uint64_t)word(n + 1) << 32;
}

/*
 * Sends @len bytes at @req from memory of exactly that size and receives the
 * reply in memory of exactly @cap bytes, so that a sanitizer finds each
 * overrun.
 */
static inline int32_t send_raw(uint32_t hdr, const void *req, size_t len,
			       size_t cap)
{
	uint8_t *in = len ? malloc(len) : NULL;
	uint8_t *out = malloc(cap ? cap : 1);

	if (len)
		memcpy(in, req, len);
	x.len = scmi_platform_handle(&x.platform, hdr, in, len, out, cap);
	assert_in_range(x.len, 0, cap);
	memcpy(x.reply, out, x.len);
	free(in);
	free(out);
	return x.len ? (int32_t)word(0) : 1;
}

/* Sends a command with @n words; an error must have no other payload. */
static inline int32_t command_words(size_t cap, uint8_t protocol,
				    uint8_t message, const uint32_t *words,
				    size_t n)
{
	uint8_t req[64];
	int32_t status;

	for (size_t i = 0; i < n; i++)
		put32(req + 4 * i, words[i]);
	status = send_raw(HDR(0, protocol, message), req, 4 * n, cap);
	if (status)
		assert_int_equal(x.len, 4);
	return status;
}

/* The same with a list of words; returns the status. */
#define command_cap(cap, protocol, message, ...)                               \
	command_words(cap, protocol, message, (const uint32_t[]){__VA_ARGS__}, \
		      sizeof((const uint32_t[]){__VA_ARGS__}) / 4)

#define command(...) command_cap(CAP, __VA_ARGS__)
#define ACCEPT(...)  assert_int_equal(command(__VA_ARGS__), 0)
#define REFUSE(status, ...) \
	assert_int_equal(command(__VA_ARGS__), SCMI_STATUS_##status)

/* The reply's words from the second on, after the status. */
#define ASSERT_WORDS(...)                                           \
	do {                                                        \
		const uint32_t words_[] = {__VA_ARGS__};            \
                                                                    \
		for (size_t i_ = 0; i_ < sizeof(words_) / 4; i_++)  \
			assert_int_equal(word(1 + i_), words_[i_]); \
	} while (0)

static inline uint64_t rate(uint32_t clock)
{
	ACCEPT(0x14, 6, clock);
	return word64(1);
}

static inline int set_up_platform(bool has_p2a)
{
	memset(&x.platform, 0xa5, sizeof(x.platform));
	x.len = 0;
	scmi_platform_init(&x.platform, has_p2a);
	return 0;
}

static inline int set_up(void **state)
{
	return set_up_platform(true);
}

static inline int set_up_without_p2a(void **state)
{
	return set_up_platform(false);
}

#define TEST_WITHOUT_P2A(f) cmocka_unit_test_setup(f, set_up_without_p2a)

#endif
