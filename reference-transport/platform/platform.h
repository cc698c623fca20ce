/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * An SCMI platform (server) in freestanding C: what answers the requests,
 * whatever carries them.
 *
 * Section numbers are those of the SCMI specification, Arm DEN0056, v3.2. The
 * platform implements Base 2.0, Clock 1.0 and Sensor 1.0.
 */
#ifndef SCMI_PLATFORM_H
#define SCMI_PLATFORM_H

#include "types.h"

/* Message header, section 4.1.3; bits 31:28 are reserved and ignored. */
#define SCMI_HDR_MESSAGE(hdr)  ((hdr)&0xff)
#define SCMI_HDR_TYPE(hdr)     (((hdr) >> 8) & 0x3)
#define SCMI_HDR_PROTOCOL(hdr) (((hdr) >> 10) & 0xff)
#define SCMI_HDR_TOKEN(hdr)    (((hdr) >> 18) & 0x3ff)

enum scmi_message_type {
	SCMI_TYPE_COMMAND = 0,
	SCMI_TYPE_DELAYED_RESPONSE = 2,
	SCMI_TYPE_NOTIFICATION = 3,
};

enum scmi_protocol_id {
	SCMI_ID_BASE = 0x10,
	SCMI_ID_CLOCK = 0x14,
	SCMI_ID_SENSOR = 0x15,
};

/* Status codes, section 4.1.4. */
enum scmi_status {
	SCMI_STATUS_SUCCESS = 0,
	SCMI_STATUS_NOT_SUPPORTED = -1,
	SCMI_STATUS_INVALID_PARAMETERS = -2,
	SCMI_STATUS_DENIED = -3,
	SCMI_STATUS_NOT_FOUND = -4,
	SCMI_STATUS_OUT_OF_RANGE = -5,
	SCMI_STATUS_BUSY = -6,
	SCMI_STATUS_COMMS_ERROR = -7,
	SCMI_STATUS_GENERIC_ERROR = -8,
	SCMI_STATUS_HARDWARE_ERROR = -9,
	SCMI_STATUS_PROTOCOL_ERROR = -10,
};

/* Commands that every protocol has, and those of the three protocols. */
enum scmi_message_id {
	SCMI_PROTOCOL_VERSION = 0x0,
	SCMI_PROTOCOL_ATTRIBUTES = 0x1,
	SCMI_PROTOCOL_MESSAGE_ATTRIBUTES = 0x2,

	SCMI_BASE_DISCOVER_VENDOR = 0x3,
	SCMI_BASE_DISCOVER_SUB_VENDOR = 0x4,
	SCMI_BASE_DISCOVER_IMPLEMENTATION_VERSION = 0x5,
	SCMI_BASE_DISCOVER_LIST_PROTOCOLS = 0x6,
	SCMI_BASE_DISCOVER_AGENT = 0x7,

	SCMI_CLOCK_ATTRIBUTES = 0x3,
	SCMI_CLOCK_DESCRIBE_RATES = 0x4,
	SCMI_CLOCK_RATE_SET = 0x5,
	SCMI_CLOCK_RATE_GET = 0x6,
	SCMI_CLOCK_CONFIG_SET = 0x7,

	SCMI_SENSOR_DESCRIPTION_GET = 0x3,
	SCMI_SENSOR_READING_GET = 0x6,
};

#define SCMI_NAME_LEN 16 /* names, with their terminating NUL */

#define SCMI_NR_CLOCKS	4
#define SCMI_NR_SENSORS 6

/**
 * struct scmi_platform - all that the platform remembers between two requests
 * @clock_rate: in Hz
 * @clock_enabled: as last set
 * @sensor_reads: readings given so far
 *
 * The fields are for scmi_platform_init() and scmi_platform_handle() only.
 */
struct scmi_platform {
	u64 clock_rate[SCMI_NR_CLOCKS];
	bool clock_enabled[SCMI_NR_CLOCKS];
	u64 sensor_reads[SCMI_NR_SENSORS];
};

/**
 * scmi_platform_init() - bring a platform to its state after reset
 * @platform: the caller's memory, of any content
 */
void scmi_platform_init(struct scmi_platform *platform);

/**
 * scmi_platform_handle() - answer one request
 * @platform: an initialised platform
 * @hdr: message header, in the CPU's byte order
 * @req: request payload as it came over the wire; may be NULL if @req_len is 0
 * @req_len: bytes at @req; no byte beyond them is read
 * @resp: where the reply's payload goes, the status first; must not overlap @req
 * @resp_cap: bytes at @resp; no byte beyond them is written
 *
 * Never fails: what is wrong with a request is told in the reply's status, and
 * then the status is all there is in the reply. The request takes effect if and
 * only if the status is SCMI_STATUS_SUCCESS.
 *
 *   wrong message type           PROTOCOL_ERROR
 *   unknown protocol or command  NOT_SUPPORTED
 *   wrong length                 PROTOCOL_ERROR
 *   reply longer than @resp_cap  COMMS_ERROR
 *
 * Context: any; does not sleep, takes no lock. Calls with the same @platform
 * must be serialised by the caller.
 *
 * Return: bytes written to @resp, a multiple of 4; 0 if and only if @resp_cap
 * has no room for a status, in which case nothing is done.
 */
size_t scmi_platform_handle(struct scmi_platform *platform, u32 hdr,
			    const void *req, size_t req_len, void *resp,
			    size_t resp_cap);

#endif
