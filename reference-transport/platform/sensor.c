// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sensor management protocol 1.0, section 4.7. The sensors have no trip
 * points and are read synchronously, so the optional commands for the one
 * and the flag for the other are not supported.
 */
#include "internal.h"

#define READ_ASYNC (1U << 0)

#define TYPE_DEGREES_C	 2U
#define UNIT_MULTIPLIER	 11 /* where the power of ten stands, 5 bits, signed */
#define MILLI		 (0x1fU & -3)
#define DESCRIPTOR_LEN	 (3 * 4 + SCMI_NAME_LEN)
#define REMAINING	 16
#define FIRST_READING(s) (20000U + 1000U * (s)) /* thousandths of a degree */

void scmi_sensor_init(struct scmi_platform *platform)
{
	u32 i;

	for (i = 0; i < SCMI_NR_SENSORS; i++)
		platform->sensor_reads[i] = 0;
}

static enum scmi_status attributes(struct scmi_platform *platform,
				   const u8 *req, struct scmi_reply *reply)
{
	(void)platform;
	(void)req;
	/* Bits 23:16, asynchronous readings at a time: none. */
	scmi_reply_u32(reply, SCMI_NR_SENSORS);
	/* No shared memory with readings: address and length are zero. */
	scmi_reply_u64(reply, 0);
	scmi_reply_u32(reply, 0);
	return SCMI_STATUS_SUCCESS;
}

static enum scmi_status description_get(struct scmi_platform *platform,
					const u8 *req, struct scmi_reply *reply)
{
	u32 index = scmi_get_le32(req);
	size_t fit = (scmi_reply_room(reply) - 4) / DESCRIPTOR_LEN;
	u32 count, i;

	(void)platform;
	if (index >= SCMI_NR_SENSORS)
		return SCMI_STATUS_INVALID_PARAMETERS;
	count = SCMI_NR_SENSORS - index;
	if (count > fit)
		count = (u32)fit;

	scmi_reply_u32(reply,
		       (SCMI_NR_SENSORS - index - count) << REMAINING | count);
	for (i = index; i < index + count; i++) {
		scmi_reply_u32(reply, i);
		scmi_reply_u32(reply, 0);
		scmi_reply_u32(reply,
			       MILLI << UNIT_MULTIPLIER | TYPE_DEGREES_C);
		scmi_reply_name(reply, "ref-temp", (int)i);
	}
	return SCMI_STATUS_SUCCESS;
}

/* Each reading of a sensor is one more than the one before. */
static enum scmi_status reading_get(struct scmi_platform *platform,
				    const u8 *req, struct scmi_reply *reply)
{
	u32 sensor = scmi_get_le32(req);
	u32 flags = scmi_get_le32(req + 4);

	if (sensor >= SCMI_NR_SENSORS)
		return SCMI_STATUS_NOT_FOUND;
	if (flags & ~READ_ASYNC)
		return SCMI_STATUS_INVALID_PARAMETERS;
	if (flags & READ_ASYNC)
		return SCMI_STATUS_NOT_SUPPORTED;
	scmi_reply_u64(reply, FIRST_READING(sensor) +
				      platform->sensor_reads[sensor]++);
	return SCMI_STATUS_SUCCESS;
}

static const struct scmi_command commands[] = {
	[SCMI_PROTOCOL_ATTRIBUTES] = {attributes, 0, 16},
	[SCMI_SENSOR_DESCRIPTION_GET] = {description_get, 4,
					 4 + DESCRIPTOR_LEN},
	[SCMI_SENSOR_READING_GET] = {reading_get, 8, 8},
};

const struct scmi_protocol_desc scmi_sensor = {
	.id = SCMI_ID_SENSOR,
	.version = 0x10000,
	.commands = commands,
	.nr_commands = NR_ELEMENTS(commands),
};
