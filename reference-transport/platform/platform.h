/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * An SCMI platform (server) in freestanding C: it answers the requests of any
 * transport.
 *
 * Section numbers are those of the SCMI specification, Arm DEN0056, v3.2. The
 * platform implements Base 2.1, Power 3.1, Performance 4.0, Clock 3.0, Sensor
 * 3.1, Reset 3.1, Voltage 2.1, System Power 2.1, Power Capping 2.0, Pin
 * Control 1.0 and a protocol of its own vendor.
 *
 * It has no clock: it reports later actions as its follow-up, and the server
 * (server/) carries them out in time.
 */
#ifndef SCMI_REF_PLATFORM_H
#define SCMI_REF_PLATFORM_H

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
	SCMI_ID_POWER = 0x11,
	SCMI_ID_SYSTEM = 0x12,
	SCMI_ID_PERFORMANCE = 0x13,
	SCMI_ID_CLOCK = 0x14,
	SCMI_ID_SENSOR = 0x15,
	SCMI_ID_RESET = 0x16,
	SCMI_ID_VOLTAGE = 0x17,
	SCMI_ID_POWERCAP = 0x18,
	SCMI_ID_PINCTRL = 0x19,
	SCMI_ID_VENDOR =
		0x80, /* this project's, as the Base protocol's vendor */
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

/* Commands that every protocol has, and those of each protocol. */
enum scmi_message_id {
	SCMI_PROTOCOL_VERSION = 0x0,
	SCMI_PROTOCOL_ATTRIBUTES = 0x1,
	SCMI_PROTOCOL_MESSAGE_ATTRIBUTES = 0x2,
	SCMI_PROTOCOL_NEGOTIATE_VERSION = 0x10,

	SCMI_BASE_DISCOVER_VENDOR = 0x3,
	SCMI_BASE_DISCOVER_SUB_VENDOR = 0x4,
	SCMI_BASE_DISCOVER_IMPLEMENTATION_VERSION = 0x5,
	SCMI_BASE_DISCOVER_LIST_PROTOCOLS = 0x6,
	SCMI_BASE_DISCOVER_AGENT = 0x7,

	SCMI_POWER_DOMAIN_ATTRIBUTES = 0x3,
	SCMI_POWER_STATE_SET = 0x4,
	SCMI_POWER_STATE_GET = 0x5,
	SCMI_POWER_STATE_NOTIFY = 0x6,
	SCMI_POWER_DOMAIN_NAME_GET = 0x8,

	SCMI_SYSTEM_POWER_STATE_SET = 0x3,
	SCMI_SYSTEM_POWER_STATE_GET = 0x4,
	SCMI_SYSTEM_POWER_STATE_NOTIFY = 0x5,

	SCMI_PERF_DOMAIN_ATTRIBUTES = 0x3,
	SCMI_PERF_DESCRIBE_LEVELS = 0x4,
	SCMI_PERF_LIMITS_SET = 0x5,
	SCMI_PERF_LIMITS_GET = 0x6,
	SCMI_PERF_LEVEL_SET = 0x7,
	SCMI_PERF_LEVEL_GET = 0x8,
	SCMI_PERF_NOTIFY_LIMITS = 0x9,
	SCMI_PERF_NOTIFY_LEVEL = 0xa,
	SCMI_PERF_DESCRIBE_FASTCHANNEL = 0xb,
	SCMI_PERF_DOMAIN_NAME_GET = 0xc,

	SCMI_CLOCK_ATTRIBUTES = 0x3,
	SCMI_CLOCK_DESCRIBE_RATES = 0x4,
	SCMI_CLOCK_RATE_SET = 0x5,
	SCMI_CLOCK_RATE_GET = 0x6,
	SCMI_CLOCK_CONFIG_SET = 0x7,
	SCMI_CLOCK_NAME_GET = 0x8,
	SCMI_CLOCK_RATE_NOTIFY = 0x9,
	SCMI_CLOCK_RATE_CHANGE_REQUESTED_NOTIFY = 0xa,
	SCMI_CLOCK_CONFIG_GET = 0xb,
	SCMI_CLOCK_POSSIBLE_PARENTS_GET = 0xc,
	SCMI_CLOCK_PARENT_SET = 0xd,
	SCMI_CLOCK_PARENT_GET = 0xe,
	SCMI_CLOCK_GET_PERMISSIONS = 0xf,

	SCMI_SENSOR_DESCRIPTION_GET = 0x3,
	SCMI_SENSOR_TRIP_POINT_NOTIFY = 0x4,
	SCMI_SENSOR_TRIP_POINT_CONFIG = 0x5,
	SCMI_SENSOR_READING_GET = 0x6,
	SCMI_SENSOR_AXIS_DESCRIPTION_GET = 0x7,
	SCMI_SENSOR_LIST_UPDATE_INTERVALS = 0x8,
	SCMI_SENSOR_CONFIG_GET = 0x9,
	SCMI_SENSOR_CONFIG_SET = 0xa,
	SCMI_SENSOR_CONTINUOUS_UPDATE_NOTIFY = 0xb,
	SCMI_SENSOR_NAME_GET = 0xc,

	SCMI_RESET_DOMAIN_ATTRIBUTES = 0x3,
	SCMI_RESET = 0x4,
	SCMI_RESET_NOTIFY = 0x5,
	SCMI_RESET_DOMAIN_NAME_GET = 0x6,

	SCMI_VOLTAGE_DOMAIN_ATTRIBUTES = 0x3,
	SCMI_VOLTAGE_DESCRIBE_LEVELS = 0x4,
	SCMI_VOLTAGE_CONFIG_SET = 0x5,
	SCMI_VOLTAGE_CONFIG_GET = 0x6,
	SCMI_VOLTAGE_LEVEL_SET = 0x7,
	SCMI_VOLTAGE_LEVEL_GET = 0x8,
	SCMI_VOLTAGE_DOMAIN_NAME_GET = 0x9,

	SCMI_POWERCAP_DOMAIN_ATTRIBUTES = 0x3,
	SCMI_POWERCAP_CAP_GET = 0x4,
	SCMI_POWERCAP_CAP_SET = 0x5,
	SCMI_POWERCAP_PAI_GET = 0x6,
	SCMI_POWERCAP_PAI_SET = 0x7,
	SCMI_POWERCAP_DOMAIN_NAME_GET = 0x8,
	SCMI_POWERCAP_MEASUREMENTS_GET = 0x9,
	SCMI_POWERCAP_CAP_NOTIFY = 0xa,
	SCMI_POWERCAP_DESCRIBE_FASTCHANNEL = 0xc,

	SCMI_PINCTRL_ATTRIBUTES = 0x3,
	SCMI_PINCTRL_LIST_ASSOCIATIONS = 0x4,
	SCMI_PINCTRL_SETTINGS_GET = 0x5,
	SCMI_PINCTRL_SETTINGS_CONFIGURE = 0x6,
	SCMI_PINCTRL_REQUEST = 0x7,
	SCMI_PINCTRL_RELEASE = 0x8,
	SCMI_PINCTRL_NAME_GET = 0x9,

	SCMI_VENDOR_ECHO = 0x3,
};

enum scmi_notification_id {
	SCMI_SENSOR_TRIP_POINT_EVENT = 0x0,
	SCMI_SENSOR_UPDATE = 0x1,

	SCMI_PERF_LIMITS_CHANGED = 0x0,
	SCMI_PERF_LEVEL_CHANGED = 0x1,

	SCMI_POWER_STATE_CHANGED = 0x0,

	SCMI_CLOCK_RATE_CHANGED = 0x0,
	SCMI_CLOCK_RATE_CHANGE_REQUESTED = 0x1,

	SCMI_RESET_ISSUED = 0x0,

	SCMI_SYSTEM_POWER_STATE_NOTIFIER = 0x0,

	SCMI_POWERCAP_CAP_CHANGED = 0x0,
};

#define SCMI_NAME_LEN	       16 /* names, with their terminating NUL */
#define SCMI_EXTENDED_NAME_LEN 64

/* The domain, clock or sensor of each protocol that has an extended name. */
#define SCMI_EXTENDED_NAME_DOMAIN 1

/* Those of the specification. */
#define SCMI_NR_PROTOCOLS 10

#define SCMI_NR_CLOCKS	      4
#define SCMI_NR_SENSORS	      7
#define SCMI_NR_POWER_DOMAINS 3
#define SCMI_NR_PERF_DOMAINS  2
#define SCMI_NR_RESETS	      2
#define SCMI_NR_VOLTAGES      2
#define SCMI_NR_POWERCAPS     2

#define SCMI_NR_PINS	      4
#define SCMI_NR_PIN_GROUPS    2
#define SCMI_NR_PIN_FUNCTIONS 2
#define SCMI_NR_PIN_CONFIGS   3

/* Asynchronous commands at a time, of all protocols together; more get BUSY. */
#define SCMI_MAX_ASYNC 64
/* Maximum number of events that one call can queue. */
#define SCMI_MAX_EVENTS 5

/* Actions that a call leaves to the caller. */
enum scmi_follow_up {
	/* The command was asynchronous: complete @async later. */
	SCMI_FOLLOW_ASYNC = 1,
	/* Send @events. */
	SCMI_FOLLOW_EVENTS = 2,
	/* scmi_platform_update_interval() of some sensor has changed. */
	SCMI_FOLLOW_UPDATES = 4,
};

/* An asynchronous command that waits for its completion. */
struct scmi_async {
	u32 hdr;
	enum scmi_status status; /* not SUCCESS: it will fail */
	u32 args[3];		 /* the command's own */
};

/* A notification: header, with a token of 0, and payload. */
struct scmi_event {
	u32 hdr;
	u32 len;
	u8 payload[24];
};

struct scmi_sensor_state {
	u32 reads; /* since the last lowest reading */
	u32 config;
	u64 trip_value;
	u8 trip_mode; /* crossings of interest, as SENSOR_TRIP_POINT_CONFIG */
	bool trip_notify;
	bool update_notify;
	bool is_configured; /* it is off, or its readings have time stamps */
};

struct scmi_perf_state {
	u32 level;
	u32 min;
	u32 max;
	bool notify_limits;
	bool notify_level;
};

struct scmi_clock_state {
	u64 rate; /* in Hz */
	bool enabled;
	u8 parent;     /* index in its list of possible parents */
	u8 duty_cycle; /* in percent */
	bool notify_changed;
	bool notify_requested;
};

struct scmi_power_state {
	u32 state; /* as last set */
	bool notify;
};

struct scmi_powercap_state {
	u32 cap; /* in mW; 0: off */
	u32 pai; /* averaging interval in ms */
	bool notify;
};

struct scmi_pin_state {
	u8 function;
	bool owned; /* by the agent */
	u32 config[SCMI_NR_PIN_CONFIGS];
};

/**
 * struct scmi_platform - the state of a platform between two calls
 * @version: by protocol, from Base on, the vendor's last: as negotiated, or 0
 * @clocks: by clock
 * @sensors: by sensor
 * @perf: by performance domain
 * @power: by power domain
 * @reset_notify: by reset domain
 * @voltage_level: in uV
 * @voltage_config: as last set
 * @powercap: by power capping domain
 * @pins: by pin
 * @system_notify: the agent wants requests for a state of the system
 * @clock: returns a time in ns for readings of sensors; NULL: there is none, and no
 * attribute announces time stamps
 * @sub_vendor: of the Base protocol, at most 15 characters; NULL: "reference"
 * @has_p2a: there is a channel for delayed responses and notifications
 * @lacks: of enum scmi_needs
 * @fast: memory for fast channels, or NULL
 * @fast_address: its physical address
 * @fast_rings: doorbells of fast channels that were seen
 * @nr_async: commands accepted and not completed
 * @follow_up: of enum scmi_follow_up; for the caller to read and to clear
 * @nr_events: elements of @events in use; for the caller to read and to clear
 * @events: oldest first
 * @async: the command accepted last
 *
 * Callers use only the fields of a follow-up, and set @clock and @sub_vendor after
 * scmi_platform_init().
 */
struct scmi_platform {
	u32 version[SCMI_NR_PROTOCOLS + 1];
	struct scmi_clock_state clocks[SCMI_NR_CLOCKS];
	struct scmi_sensor_state sensors[SCMI_NR_SENSORS];
	struct scmi_perf_state perf[SCMI_NR_PERF_DOMAINS];
	struct scmi_power_state power[SCMI_NR_POWER_DOMAINS];
	bool reset_notify[SCMI_NR_RESETS];
	s32 voltage_level[SCMI_NR_VOLTAGES];
	u32 voltage_config[SCMI_NR_VOLTAGES];
	struct scmi_powercap_state powercap[SCMI_NR_POWERCAPS];
	struct scmi_pin_state pins[SCMI_NR_PINS];
	bool system_notify;

	u64 (*clock)(void);
	const char *sub_vendor;
	bool has_p2a;
	u8 lacks;
	volatile u32 *fast;
	u64 fast_address;
	u32 fast_rings;
	u32 nr_async;

	u32 follow_up;
	u32 nr_events;
	struct scmi_event events[SCMI_MAX_EVENTS];
	struct scmi_async async;
};

/**
 * scmi_platform_init() - bring a platform to its state after reset
 * @platform: the caller's memory, of any content
 * @has_p2a: delayed responses and notifications can be sent; if false, they are
 * off, and no attribute announces them
 */
void scmi_platform_init(struct scmi_platform *platform, bool has_p2a);

/* Bytes of memory for fast channels. */
#define SCMI_FAST_SIZE 32

/**
 * scmi_platform_set_fast() - offer fast channels
 * @platform: just initialised
 * @memory: SCMI_FAST_SIZE bytes that agent and platform share, aligned; they are
 * never trusted
 * @address: their physical address
 *
 * The agent's writes cause no interrupt. They take effect when a command of a
 * protocol with fast channels comes, or with scmi_platform_poll_fast().
 */
void scmi_platform_set_fast(struct scmi_platform *platform,
			    volatile u32 *memory, u64 address);

/* Carries out what the agent has written to fast channels. May queue events. */
void scmi_platform_poll_fast(struct scmi_platform *platform);

/* Returns the sensor, clock or domain that a request names; -1: none. */
s32 scmi_platform_resource(u32 hdr, const void *req, size_t req_len);

/**
 * scmi_platform_handle() - answer one request
 * @platform: an initialised platform
 * @hdr: message header, in the CPU's byte order
 * @req: request payload as it came over the wire; may be NULL if @req_len is 0
 * @req_len: bytes at @req; no byte beyond them is read
 * @resp: buffer for the reply's payload, the status first; must not overlap
 * @req
 * @resp_cap: bytes at @resp; no byte beyond them is written
 *
 * Never fails: the reply's status reports an error in the request, and the
 * reply then has only the status. The request takes effect if and only if the
 * status is SCMI_STATUS_SUCCESS.
 *
 *   wrong message type           PROTOCOL_ERROR
 *   unknown protocol or command  NOT_SUPPORTED
 *   wrong length                 PROTOCOL_ERROR
 *   reply longer than @resp_cap  COMMS_ERROR
 *   asynchronous, or a request
 *   for notifications, without
 *   a P2A channel                NOT_SUPPORTED
 *   too many asynchronous        BUSY
 *
 * The caller must handle @platform->follow_up afterwards.
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

/**
 * scmi_platform_complete() - carry out an asynchronous command
 * @platform: the platform that accepted it
 * @async: a copy of the one after the command; complete each only once
 * @resp: buffer for the delayed response's payload, the status first
 * @resp_cap: bytes at @resp, at least 24
 *
 * The command takes effect now. If it fails, the delayed response has only a
 * status (virtio 1.2, 5.17.6.3). May queue events. Context as above.
 *
 * Return: bytes written to @resp.
 */
size_t scmi_platform_complete(struct scmi_platform *platform,
			      const struct scmi_async *async, void *resp,
			      size_t resp_cap);

/**
 * scmi_platform_delivered() - a delayed response has gone out
 * @platform: the platform whose scmi_platform_complete() it is from
 *
 * Until then it counts towards SCMI_MAX_ASYNC, because a response that the
 * agent has no buffer for must be kept. Call once for each. Context as above.
 */
void scmi_platform_delivered(struct scmi_platform *platform);

/**
 * scmi_platform_update_interval() - interval between a sensor's updates
 * @sensor: below SCMI_NR_SENSORS
 *
 * Return: ns; 0 if updates are off.
 */
u64 scmi_platform_update_interval(const struct scmi_platform *platform,
				  u32 sensor);

/**
 * scmi_platform_update() - an update of a sensor is due
 * @sensor: below SCMI_NR_SENSORS
 *
 * Reads the sensor and queues events. Context as above.
 */
void scmi_platform_update(struct scmi_platform *platform, u32 sensor);

#endif
