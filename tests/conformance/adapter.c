// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
/*
 * Lets Arm's SCMI compliance suite test the software platform through Linux's raw mode: the
 * suite's "platform abstraction layer", with the values that it expects.
 *
 * The suite is written for version 2.0 of the specification. Unless SCMI_VERSIONS in the
 * environment is "newest", the adapter negotiates the protocol versions of that
 * specification, and reports them as answer to PROTOCOL_VERSION.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include "pal_interface.h"
#include "platform.h"

#define RAW	     "/sys/kernel/debug/scmi/0/raw/"
#define TIMEOUT_MS   500
#define TOKEN	     18 /* position in the header */
#define TOKEN_MASK   (0x3ffU << TOKEN)
#define MAX_BYTES    256
#define FAST_ADDRESS 2 /* its lower word in DESCRIBE_FASTCHANNEL's values */

/*
 * An instance's files of raw mode. Commands and replies are in the same file, but an open
 * file's position is that of both, so each has its own.
 */
static int message_file;
static int async_file;
static int reply_file;
static int notification_file;

struct raw_message {
	uint32_t words[MAX_BYTES / 4];
	size_t nr_words;
};

/* Versions of the specification 2.0. Its sensors are 1.0, which the platform lacks. */
static const struct {
	uint8_t protocol;
	uint32_t version;
} versions[] = {
	{SCMI_ID_BASE, 0x20000},   {SCMI_ID_POWER, 0x20000},
	{SCMI_ID_SYSTEM, 0x10000}, {SCMI_ID_PERFORMANCE, 0x20000},
	{SCMI_ID_CLOCK, 0x10000},  {SCMI_ID_SENSOR, 0x10000},
	{SCMI_ID_RESET, 0x10000},
};

static uint32_t negotiated[256];

static int open_raw(const char *path, int flags)
{
	int file = open(path, flags | O_NONBLOCK);

	if (file >= 0)
		return file;
	perror(path);
	exit(1);
}

/* Reads the next message; false if there is none within the time. */
static bool receive(int file, struct raw_message *m)
{
	struct pollfd wait = {.fd = file, .events = POLLIN};
	ssize_t len;

	if (poll(&wait, 1, TIMEOUT_MS) != 1)
		return false;
	len = read(file, m->words, sizeof(m->words));
	if (len < 4)
		return false;
	m->nr_words = (size_t)len / 4;
	/* Each message is followed by an end of file. */
	(void)!read(file, &len, sizeof(len));
	return true;
}

/* True if the command asks for a delayed response, for which raw mode has another file. */
static bool is_async(uint32_t hdr, const uint32_t *words)
{
	switch (SCMI_HDR_PROTOCOL(hdr) << 8 | SCMI_HDR_MESSAGE(hdr)) {
	case SCMI_ID_CLOCK << 8 | SCMI_CLOCK_RATE_SET:
		return words[0] & 1;
	case SCMI_ID_SENSOR << 8 | SCMI_SENSOR_READING_GET:
		return words[1] & 1;
	case SCMI_ID_RESET << 8 | SCMI_RESET:
		return words[1] & 4;
	default:
		return false;
	}
}

/* The suite has no tokens; raw mode needs one that is not in flight. */
static bool exchange(uint32_t hdr, const uint32_t *words, size_t nr,
		     struct raw_message *reply)
{
	static uint32_t token = 0x200;
	uint32_t buf[MAX_BYTES / 4];
	int file = is_async(hdr, words) ? async_file : message_file;

	if (nr > sizeof(buf) / 4 - 1)
		return false;
	token = 0x200 | (token + 1) % 0x200;
	buf[0] = hdr | token << TOKEN;
	memcpy(buf + 1, words, 4 * nr);
	if (write(file, buf, 4 * nr + 4) < 0) {
		fprintf(stderr, "raw mode refuses %08x: %s\n", buf[0],
			strerror(errno));
		return false;
	}
	while (receive(reply_file, reply))
		if (((reply->words[0] ^ buf[0]) & TOKEN_MASK) == 0)
			return true;
	return false;
}

/* Hands a message out as the suite wants it; its first @fixed words are not values. */
static void deliver(const struct raw_message *m, size_t fixed, uint32_t *hdr,
		    size_t *nr_values, uint32_t *values)
{
	*hdr = m->words[0] & ~TOKEN_MASK;
	*nr_values = m->nr_words > fixed ? m->nr_words - fixed : 0;
	if (*nr_values > MAX_RETURNS_SIZE)
		*nr_values = MAX_RETURNS_SIZE;
	memcpy(values, m->words + fixed, 4 * *nr_values);
}

/*
 * The suite reads fast channels at their physical address, as firmware would: makes it
 * this program's address, too. Returns false if that is not possible.
 */
static bool map_fast_channel(uint32_t address)
{
	const size_t page = (size_t)sysconf(_SC_PAGESIZE);
	void *at = (void *)(uintptr_t)(address & ~(page - 1));
	int memory = open("/dev/mem", O_RDWR | O_SYNC);
	bool mapped;

	mapped = memory >= 0 &&
		 mmap(at, page, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED,
		      memory, (off_t)(address & ~(page - 1))) == at;
	if (!mapped)
		perror("cannot map a fast channel by /dev/mem");
	close(memory);
	return mapped;
}

void pal_send_message(uint32_t hdr, size_t nr, const uint32_t *words,
		      uint32_t *reply_hdr, int32_t *status, size_t *nr_values,
		      uint32_t *values)
{
	struct raw_message reply;

	if (!exchange(hdr, words, nr, &reply) || reply.nr_words < 2) {
		*status = INT32_MIN; /* none that the specification has */
		return;
	}
	*status = (int32_t)reply.words[1];
	deliver(&reply, 2, reply_hdr, nr_values, values);
	if ((hdr & 0x3fcff) == (SCMI_ID_PERFORMANCE << 10 |
				SCMI_PERF_DESCRIBE_FASTCHANNEL) &&
	    !*status && !map_fast_channel(values[FAST_ADDRESS]))
		*status = INT32_MIN;
	if (SCMI_HDR_MESSAGE(hdr) == SCMI_PROTOCOL_VERSION && *nr_values == 1 &&
	    negotiated[SCMI_HDR_PROTOCOL(hdr)])
		values[0] = negotiated[SCMI_HDR_PROTOCOL(hdr)];
}

void pal_receive_delayed_response(uint32_t *hdr, int32_t *status,
				  size_t *nr_values, uint32_t *values)
{
	struct raw_message m;

	*status = INT32_MIN;
	if (!receive(reply_file, &m) || m.nr_words < 2)
		return;
	*status = (int32_t)m.words[1];
	deliver(&m, 2, hdr, nr_values, values);
}

void pal_receive_notification(uint32_t *hdr, size_t *nr_values,
			      uint32_t *values)
{
	struct raw_message m;

	if (receive(notification_file, &m))
		deliver(&m, 1, hdr, nr_values, values);
}

static void negotiate(uint8_t protocol, uint32_t version)
{
	struct raw_message reply;

	if (exchange(SCMI_PROTOCOL_NEGOTIATE_VERSION | (uint32_t)protocol << 10,
		     &version, 1, &reply) &&
	    reply.nr_words == 2 && reply.words[1] == SCMI_STATUS_SUCCESS)
		negotiated[protocol] = version;
	else
		printf("\nprotocol 0x%x: version 0x%x is not negotiable\n",
		       protocol, version);
}

uint32_t pal_initialize_system(void *info)
{
	const char *versions_are = getenv("SCMI_VERSIONS");
	size_t i;

	(void)info;
	message_file = open_raw(RAW "message", O_WRONLY);
	async_file = open_raw(RAW "message_async", O_WRONLY);
	reply_file = open_raw(RAW "message", O_RDONLY);
	notification_file = open_raw(RAW "notification", O_RDONLY);
	if (versions_are && !strcmp(versions_are, "newest"))
		return PAL_STATUS_PASS;
	for (i = 0; i < NUM_ELEMS(versions); i++)
		negotiate(versions[i].protocol, versions[i].version);
	return PAL_STATUS_PASS;
}

void pal_print(uint32_t level, const char *format, va_list args)
{
	(void)level;
	vprintf(format, args);
	fflush(stdout);
}

void *pal_memcpy(void *dest, const void *src, size_t size)
{
	return memcpy(dest, src, size);
}
