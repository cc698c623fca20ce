// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sensor management protocol 3.1, section 4.7.
 *
 * The readings of a sensor form a sawtooth: they increase by one, and start
 * again after 1000 readings. Initially its only trip point is in the middle, so
 * that it is crossed twice in 1000 readings. The first four sensors are read
 * synchronously, the others asynchronously, except the last one: it has three axes, so
 * three readings at a time, and no events.
 */
#include "protocol.h"

#define READ_ASYNC (1U << 0)

#define TYPE_DEGREES_C	 2U
#define UNIT_MULTIPLIER	 11 /* position of the power of ten: 5 bits, signed */
#define MILLI		 (0x1fU & -3)
#define DESCRIPTOR_LEN	 (3 * 4 + SCMI_NAME_LEN)
#define FIRST_READING(s) (20000U + 1000U * (s)) /* thousandths of a degree */
#define NR_READINGS	 1000U
#define NR_SYNC_SENSORS	 4

#define AXIS_SENSOR	    (SCMI_NR_SENSORS - 1)
#define NR_AXES		    3U
#define TYPE_METERS_S2	    0x59U
#define AXIS_DESCRIPTOR_LEN (3 * 4 + SCMI_NAME_LEN)
#define AXIS_DISTANCE	    1000U /* of the readings of two axes */

/* Attributes of a sensor. */
#define SUPPORTS_ASYNC	  (1U << 31)
#define SUPPORTS_UPDATE	  (1U << 30)
#define HAS_EXTENDED_NAME (1U << 29)
#define HAS_TIME_STAMPS	  (1U << 9)
#define TIME_STAMP_UNIT	  10 /* position of the power of ten: 5 bits, signed */
#define NANO		  (0x1fU & -9)
#define NR_TRIP_POINTS	  1U
/* In the second word of attributes. */
#define HAS_AXES       (1U << 8)
#define NUMBER_OF_AXES 16
#define REMAINING_AXES 26 /* in SENSOR_AXIS_DESCRIPTION_GET's reply */

/* SENSOR_TRIP_POINT_CONFIG, and the crossing in an event. */
#define TRIP_MODE     0x3U
#define TRIP_POSITIVE 0x1U
#define TRIP_NEGATIVE 0x2U
#define TRIP_ID	      4
#define TRIP_WAS_UP   (1U << 16)

/* SENSOR_CONFIG_SET; an interval is its seconds * 10^exponent. */
#define CONFIG_ENABLED	(1U << 0)
#define CONFIG_STAMPS	(1U << 1) /* readings have time stamps */
#define CONFIG_ROUND	(3U << 9) /* ignored: nothing to round */
#define CONFIG_INTERVAL 11
#define INTERVAL_BITS	(~0U << CONFIG_INTERVAL)
#define CONFIG_KNOWN \
	(INTERVAL_BITS | CONFIG_ROUND | CONFIG_STAMPS | CONFIG_ENABLED)

/* SENSOR_LIST_UPDATE_INTERVALS: seconds in bits 20:5, exponent in bits 4:0. */
#define INTERVAL(seconds, exponent) ((seconds) << 5 | (0x1fU & (exponent)))

static const u32 intervals[] = {
	INTERVAL(100U, -6),
	INTERVAL(1U, -3),
	INTERVAL(10U, -3),
	INTERVAL(1U, 0),
};

static const u64 intervals_ns[NR_ELEMENTS(intervals)] = {
	100000,
	1000000,
	10000000,
	1000000000,
};

#define DEFAULT_INTERVAL 1

void scmi_sensor_init(struct scmi_platform *platform)
{
	u32 i;

	for (i = 0; i < SCMI_NR_SENSORS; i++) {
		struct scmi_sensor_state *s = &platform->sensors[i];

		s->config = intervals[DEFAULT_INTERVAL] << CONFIG_INTERVAL |
			    CONFIG_ENABLED;
		s->trip_value = FIRST_READING(i) + NR_READINGS / 2;
		s->trip_mode = i == AXIS_SENSOR ? 0
						: TRIP_POSITIVE | TRIP_NEGATIVE;
	}
}

static u32 sensor_attributes(const struct scmi_platform *platform, u32 sensor)
{
	u32 low = sensor == SCMI_EXTENDED_NAME_DOMAIN ? HAS_EXTENDED_NAME : 0;

	if (platform->clock)
		low |= HAS_TIME_STAMPS | NANO << TIME_STAMP_UNIT;
	if (!platform->has_p2a || sensor == AXIS_SENSOR)
		return low;
	low |= SUPPORTS_UPDATE | NR_TRIP_POINTS;
	return sensor < NR_SYNC_SENSORS ? low : low | SUPPORTS_ASYNC;
}

static enum scmi_status description_get(struct scmi_call *call)
{
	u32 index = scmi_get_le32(call->req);
	u32 count, i;

	if (index >= SCMI_NR_SENSORS)
		return SCMI_STATUS_INVALID_PARAMETERS;
	count = scmi_reply_part(&call->reply, SCMI_NR_SENSORS, index,
				DESCRIPTOR_LEN);
	for (i = index; i < index + count; i++) {
		scmi_reply_u32(&call->reply, i);
		scmi_reply_u32(&call->reply,
			       sensor_attributes(call->platform, i));
		scmi_reply_u32(&call->reply,
			       i == AXIS_SENSOR
				       ? HAS_AXES | NR_AXES << NUMBER_OF_AXES
				       : MILLI << UNIT_MULTIPLIER |
						 TYPE_DEGREES_C);
		scmi_reply_name(&call->reply,
				i == AXIS_SENSOR ? "ref-accel" : "ref-temp",
				(int)i);
	}
	return SCMI_STATUS_SUCCESS;
}

static enum scmi_status axis_description_get(struct scmi_call *call)
{
	u32 index = scmi_get_le32(call->req + 4);
	u32 left = NR_AXES - index;
	u32 fit = (u32)((scmi_reply_room(&call->reply) - 4) /
			AXIS_DESCRIPTOR_LEN);
	u32 count, i;

	if (call->domain != AXIS_SENSOR)
		return SCMI_STATUS_NOT_SUPPORTED;
	if (index >= NR_AXES)
		return SCMI_STATUS_OUT_OF_RANGE;
	count = left < fit ? left : fit;
	scmi_reply_u32(&call->reply, (left - count) << REMAINING_AXES | count);
	for (i = index; i < index + count; i++) {
		scmi_reply_u32(&call->reply, i);
		scmi_reply_u32(&call->reply, 0);
		scmi_reply_u32(&call->reply,
			       MILLI << UNIT_MULTIPLIER | TYPE_METERS_S2);
		scmi_reply_name(&call->reply, "ref-axis", (int)i);
	}
	return SCMI_STATUS_SUCCESS;
}

static void notify_trip(struct scmi_platform *platform, u32 sensor, bool up)
{
	u32 payload[] = {SCMI_AGENT_PLATFORM, sensor, up ? TRIP_WAS_UP : 0};

	scmi_queue_notification(platform, SCMI_ID_SENSOR,
				SCMI_SENSOR_TRIP_POINT_EVENT, payload,
				NR_ELEMENTS(payload));
}

/*
 * Checks the step between two readings; a reading at the trip point is above
 * it.
 */
static void check_trip(struct scmi_platform *platform, u32 sensor, u64 from,
		       u64 to)
{
	const struct scmi_sensor_state *s = &platform->sensors[sensor];
	bool up = from < s->trip_value && to >= s->trip_value;
	bool down = from >= s->trip_value && to < s->trip_value;

	if ((up && s->trip_mode & TRIP_POSITIVE) ||
	    (down && s->trip_mode & TRIP_NEGATIVE))
		notify_trip(platform, sensor, up);
}

static inline u64 next_reading(struct scmi_platform *platform, u32 sensor)
{
	struct scmi_sensor_state *s = &platform->sensors[sensor];
	u64 reading = FIRST_READING(sensor) + s->reads;

	if (++s->reads == NR_READINGS)
		s->reads = 0;
	if (s->trip_notify)
		check_trip(platform, sensor, reading,
			   FIRST_READING(sensor) + s->reads);
	return reading;
}

/* Returns the time stamp of a reading now; 0 if the agent wants none. */
static u64 stamp_now(const struct scmi_platform *platform, u32 sensor)
{
	return platform->sensors[sensor].config & CONFIG_STAMPS
		       ? platform->clock()
		       : 0;
}

static inline void reply_reading(struct scmi_reply *reply, u64 reading,
				 u64 stamp)
{
	u8 *p = reply->buf + reply->len;

	if (!scmi_reply_fits(reply, 16))
		return;
	scmi_put_le64(p, reading);
	scmi_put_le64(p + 8, stamp);
	reply->len += 16;
}

/* Inlined twice, because the cost of the platform is measured. */
static inline __attribute__((always_inline)) enum scmi_status
read_sensor(struct scmi_call *call, const bool is_configured)
{
	u32 sensor = call->domain;
	u32 flags = scmi_get_le32(call->req + 4);
	u64 reading, stamp;
	u32 i;

	if (flags & READ_ASYNC)
		return sensor < NR_SYNC_SENSORS || sensor == AXIS_SENSOR
			       ? SCMI_STATUS_NOT_SUPPORTED
			       : scmi_defer(call->platform, sensor, 0, 0);
	reading = next_reading(call->platform, sensor);
	stamp = is_configured ? stamp_now(call->platform, sensor) : 0;
	reply_reading(&call->reply, reading, stamp);
	for (i = 1; sensor == AXIS_SENSOR && i < NR_AXES; i++)
		reply_reading(&call->reply, reading + i * AXIS_DISTANCE, stamp);
	return SCMI_STATUS_SUCCESS;
}

/* Of a sensor that is off or whose readings have time stamps. */
static enum scmi_status read_configured(struct scmi_call *call)
{
	if (!(call->platform->sensors[call->domain].config & CONFIG_ENABLED))
		return SCMI_STATUS_DENIED;
	return read_sensor(call, true);
}

static enum scmi_status reading_get(struct scmi_call *call)
{
	if (scmi_get_le32(call->req + 4) & ~READ_ASYNC)
		return SCMI_STATUS_INVALID_PARAMETERS;
	if (call->platform->sensors[call->domain].is_configured)
		return read_configured(call);
	return read_sensor(call, false);
}

static void reading_complete(struct scmi_platform *platform, const u32 *args,
			     struct scmi_reply *reply)
{
	scmi_reply_u32(reply, args[0]);
	reply_reading(reply, next_reading(platform, args[0]),
		      stamp_now(platform, args[0]));
}

/*
 * Accepted for the sensor without events, too: Linux asks for those of all sensors, and
 * its count of users of a refused one underflows later (seen on 6.12).
 */
static enum scmi_status trip_point_notify(struct scmi_call *call)
{
	return scmi_set_notify(
		call, &call->platform->sensors[call->domain].trip_notify);
}

static enum scmi_status trip_point_config(struct scmi_call *call)
{
	struct scmi_sensor_state *s = &call->platform->sensors[call->domain];
	u32 control = scmi_get_le32(call->req + 4);

	if (call->domain == AXIS_SENSOR)
		return SCMI_STATUS_NOT_SUPPORTED;
	/* Only trip point 0 exists, and the other bits are reserved. */
	if (control & ~TRIP_MODE)
		return SCMI_STATUS_INVALID_PARAMETERS;
	s->trip_mode = control & TRIP_MODE;
	s->trip_value = scmi_get_le64(call->req + 8);
	return SCMI_STATUS_SUCCESS;
}

static enum scmi_status list_intervals(struct scmi_call *call)
{
	u32 index = scmi_get_le32(call->req + 4);
	u32 count, i;

	if (index >= NR_ELEMENTS(intervals))
		return SCMI_STATUS_INVALID_PARAMETERS;
	count = scmi_reply_part(&call->reply, NR_ELEMENTS(intervals), index, 4);
	for (i = 0; i < count; i++)
		scmi_reply_u32(&call->reply, intervals[index + i]);
	return SCMI_STATUS_SUCCESS;
}

static enum scmi_status config_get(struct scmi_call *call)
{
	scmi_reply_u32(&call->reply,
		       call->platform->sensors[call->domain].config);
	return SCMI_STATUS_SUCCESS;
}

/* Returns 0 if @config has an interval that is not in the list. */
static u64 interval_ns(u32 config)
{
	u32 i;

	for (i = 0; i < NR_ELEMENTS(intervals); i++)
		if (config >> CONFIG_INTERVAL == intervals[i])
			return intervals_ns[i];
	return 0;
}

static enum scmi_status config_set(struct scmi_call *call)
{
	struct scmi_sensor_state *s = &call->platform->sensors[call->domain];
	u32 config = scmi_get_le32(call->req + 4);

	if (config & CONFIG_STAMPS && !call->platform->clock)
		return SCMI_STATUS_INVALID_PARAMETERS;
	/*
	 * Without an interval keep the old one: scmi-hwmon (Linux 7.2) sends
	 * none.
	 */
	if (!(config >> CONFIG_INTERVAL))
		config |= s->config & INTERVAL_BITS;
	if (config & ~CONFIG_KNOWN || !interval_ns(config))
		return SCMI_STATUS_INVALID_PARAMETERS;
	s->config = config & ~CONFIG_ROUND;
	s->is_configured = !(config & CONFIG_ENABLED) || config & CONFIG_STAMPS;
	if (call->platform->has_p2a)
		call->platform->follow_up |= SCMI_FOLLOW_UPDATES;
	return SCMI_STATUS_SUCCESS;
}

static enum scmi_status update_notify(struct scmi_call *call)
{
	enum scmi_status status = scmi_set_notify(
		call, &call->platform->sensors[call->domain].update_notify);

	if (status == SCMI_STATUS_SUCCESS)
		call->platform->follow_up |= SCMI_FOLLOW_UPDATES;
	return status;
}

u64 scmi_platform_update_interval(const struct scmi_platform *platform,
				  u32 sensor)
{
	const struct scmi_sensor_state *s = &platform->sensors[sensor];

	if (!s->update_notify || !(s->config & CONFIG_ENABLED) ||
	    sensor == AXIS_SENSOR)
		return 0;
	return interval_ns(s->config);
}

void scmi_platform_update(struct scmi_platform *platform, u32 sensor)
{
	u64 reading = next_reading(platform, sensor);
	u64 stamp = stamp_now(platform, sensor);
	u32 payload[] = {SCMI_AGENT_PLATFORM,  sensor,
			 reading & 0xffffffff, reading >> 32,
			 stamp & 0xffffffff,   stamp >> 32};

	scmi_queue_notification(platform, SCMI_ID_SENSOR, SCMI_SENSOR_UPDATE,
				payload, NR_ELEMENTS(payload));
}

static const struct scmi_command commands[] = {
	[SCMI_PROTOCOL_ATTRIBUTES] = {scmi_protocol_attributes, 0, 0, 16},
	[SCMI_SENSOR_DESCRIPTION_GET] = {description_get, 0, 4,
					 4 + DESCRIPTOR_LEN},
	[SCMI_SENSOR_TRIP_POINT_NOTIFY] =
		SCMI_NOTIFY_COMMAND(trip_point_notify),
	[SCMI_SENSOR_TRIP_POINT_CONFIG] = {trip_point_config, 1, 16,
					   .needs = SCMI_NEEDS_P2A},
	[SCMI_SENSOR_READING_GET] = {reading_get, 1, 8, 16,
				     .complete = reading_complete},
	[SCMI_SENSOR_AXIS_DESCRIPTION_GET] = {axis_description_get, 1, 8,
					      4 + AXIS_DESCRIPTOR_LEN},
	[SCMI_SENSOR_LIST_UPDATE_INTERVALS] = {list_intervals, 1, 8, 8},
	[SCMI_SENSOR_CONFIG_GET] = {config_get, 1, 4, 4},
	[SCMI_SENSOR_CONFIG_SET] = {config_set, 1, 8},
	[SCMI_SENSOR_CONTINUOUS_UPDATE_NOTIFY] =
		SCMI_NOTIFY_COMMAND(update_notify),
	[SCMI_SENSOR_NAME_GET] = SCMI_EXTENDED_NAME_COMMAND,
};

const struct scmi_protocol_desc scmi_sensor = {
	.id = SCMI_ID_SENSOR,
	.version = 0x30001,
	.older = {0x20000, 0x30000},
	.extended_name = "reference-temperature-sensor-",
	.names_since = 0x30000,
	.nr_domains = SCMI_NR_SENSORS,
	.counts_async = true,
	.commands = commands,
	.nr_commands = NR_ELEMENTS(commands),
};
