// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sends arbitrary requests to the platform. The format of the input:
 *
 *   one byte n, then n bytes: a service-time specification
 *   one byte: bit 0 enables the P2A channel, bit 1 fast channels
 *   any number of requests, each: header (4 bytes), capacity of the reply,
 *   length of the payload (one byte each), payload
 *
 * With fast channels, a write to their memory comes before each request.
 *
 * Each buffer is a heap block of exactly its size, so that AddressSanitizer
 * finds every access beyond it.
 */
#include "fuzz_input.h"
#include "platform.h"
#include "service.h"

static void check_service(struct fuzz_input *in)
{
	struct scmi_service_error error = {0, NULL};
	struct fuzz_input text;
	struct scmi_service s;
	size_t n = fuzz_byte(in), len;
	char *spec;

	if (n > in->size)
		n = in->size;
	text = (struct fuzz_input){in->data, n};
	in->data += n;
	in->size -= n;
	spec = fuzz_text(&text);
	len = strlen(spec);

	if (!scmi_service_parse(&s, spec, n, &error)) {
		MUST(error.why);
		MUST(error.at <= len);
	} else {
		MUST(s.low <= s.high && s.high <= SCMI_SERVICE_MAX_NS);
		for (int i = 0; i < 8; i++) {
			uint64_t ns = scmi_service_draw(&s);

			if (s.kind == SCMI_SERVICE_EXP)
				MUST(ns <= 45ull * s.low);
			else
				MUST(ns >= s.low && ns <= s.high);
		}
	}
	free(spec);
}

static void check_reply(uint32_t hdr, const uint8_t *out, size_t len,
			size_t cap)
{
	int32_t status;

	MUST(len <= cap);
	MUST(len % 4 == 0);
	MUST((len == 0) == (cap < 4));
	if (!len)
		return;
	status = (int32_t)(out[0] | out[1] << 8 | out[2] << 16 |
			   (uint32_t)out[3] << 24);
	MUST(status <= 0 && status >= SCMI_STATUS_PROTOCOL_ERROR);
	if (status)
		MUST(len == 4);
	if (SCMI_HDR_TYPE(hdr) != SCMI_TYPE_COMMAND)
		MUST(status == SCMI_STATUS_PROTOCOL_ERROR);
}

/*
 * Completes only commands with bit 0 of the token set: the others fill the
 * platform.
 */
static void follow_up(struct scmi_platform *platform, bool has_p2a)
{
	uint8_t *out = malloc(24);

	MUST(has_p2a || !platform->follow_up);
	MUST(platform->nr_async <= SCMI_MAX_ASYNC);
	MUST(!(platform->follow_up & SCMI_FOLLOW_EVENTS) ==
	     !platform->nr_events);
	if (platform->follow_up & SCMI_FOLLOW_ASYNC &&
	    platform->async.hdr & 1 << 18) {
		MUST(scmi_platform_complete(platform, &platform->async, out,
					    24) <= 24);
		scmi_platform_delivered(platform);
	}
	if (platform->follow_up & SCMI_FOLLOW_UPDATES) {
		for (uint32_t i = 0; i < SCMI_NR_SENSORS; i++)
			if (scmi_platform_update_interval(platform, i))
				scmi_platform_update(platform, i);
	}
	MUST(platform->nr_events <= SCMI_MAX_EVENTS);
	for (uint32_t i = 0; i < platform->nr_events; i++)
		MUST(platform->events[i].len <=
		     sizeof(platform->events[i].payload));
	platform->follow_up = 0;
	platform->nr_events = 0;
	free(out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input rest = {data, size};
	struct scmi_platform platform, before;
	uint8_t options;
	uint32_t *fast = NULL;
	bool has_p2a;

	check_service(&rest);
	memset(&platform, 0, sizeof(platform));
	options = fuzz_byte(&rest);
	has_p2a = options & 1;
	scmi_platform_init(&platform, has_p2a);
	if (options & 2) {
		fast = malloc(SCMI_FAST_SIZE);
		scmi_platform_set_fast(&platform, fast, 0);
	}
	while (rest.size) {
		uint8_t head[6] = {0};
		uint8_t *in, *out;
		size_t len, cap, got;
		uint32_t hdr;

		fuzz_bytes(&rest, head, sizeof(head));
		hdr = head[0] | head[1] << 8 | head[2] << 16 |
		      (uint32_t)head[3] << 24;
		cap = head[4];
		in = malloc(head[5] ? head[5] : 1);
		out = malloc(cap ? cap : 1);
		len = fuzz_bytes(&rest, in, head[5]);
		/*
		 * At the end of the input, the block must not be larger than
		 * the data.
		 */
		in = realloc(in, len ? len : 1);

		if (fast)
			fast[head[4] % (SCMI_FAST_SIZE / 4)] = head[5];
		before = platform;
		got = scmi_platform_handle(&platform, hdr, len ? in : NULL, len,
					   out, cap);
		check_reply(hdr, out, got, cap);
		/* A rejected command changes nothing; a fast channel may. */
		if (!fast && (!got || out[0]))
			MUST(!memcmp(&before, &platform, sizeof(platform)));
		free(in);
		free(out);
		follow_up(&platform, has_p2a);
	}
	free(fast);
	return 0;
}
