/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Statistics that the device shares with the driver (virtio 1.2, 5.17.6.4).
 * Each region is a page of the device's memory, which the driver can read at
 * any time. Fields are little-endian. A 64-bit field is written with one
 * access.
 *
 * Each region begins with a header and, for each domain or sensor, the offset
 * of its record from the start of the region, 0 if it has no record. Power and
 * performance records have the layout of the SCMI specification's statistics
 * regions. A sensor's record has its last value and the time of that reading.
 */
#ifndef SCMI_REF_SHARED_REGIONS_H
#define SCMI_REF_SHARED_REGIONS_H

#include <linux/types.h>

#include "../../platform/types.h"

#define SCMI_STATISTICS_DOMAINS 8 /* power or performance domains, or sensors */
#define SCMI_STATISTICS_LEVELS	16 /* of a domain */

enum scmi_statistics_id {
	SCMI_STATISTICS_POWER = 1,
	SCMI_STATISTICS_PERFORMANCE = 2,
	SCMI_STATISTICS_SENSORS = 3,
};

#define SCMI_STATISTICS_POWR 0x504f5752 /* signatures */
#define SCMI_STATISTICS_PERF 0x50455246
#define SCMI_STATISTICS_SENS 0x53454e53

struct scmi_statistics_header {
	__le32 signature;
	__le16 revision;
	__le16 attributes;
	__le16 nr_domains;
	__le16 reserved[3];
	__le32 offset[SCMI_STATISTICS_DOMAINS];
};

struct scmi_statistics_level {
	__le32 id; /* a power state, or a performance level */
	__le32 reserved;
	__le64 count;	     /* times it was entered */
	__le64 residency_us; /* until it was last left */
};

struct scmi_statistics_domain {
	__le16 nr_levels;     /* entered so far */
	__le16 current_level; /* index in @level */
	__le32 extended_offset;
	__le64 changed_us; /* of the time since boot */
	struct scmi_statistics_level level[SCMI_STATISTICS_LEVELS];
};

struct scmi_statistics_sensor {
	__le64 value;
	__le64 read_us; /* of the time since boot */
};

int scmi_statistics_init(void);
void scmi_statistics_exit(void);

/* scmi_statistics_region() - false if region @id does not exist */
bool scmi_statistics_region(u8 id, u64 *addr, u64 *len);

/**
 * scmi_statistics_subject() - get the domain and the value of a command
 * @hdr: the command's header
 * @params: its parameters
 * @len: bytes of them
 *
 * Return: a value for scmi_statistics_update(); 0 if the command does not
 * affect the statistics.
 */
u64 scmi_statistics_subject(u32 hdr, const u8 *params, size_t len);

/**
 * scmi_statistics_update() - account for a command that was carried out
 * @hdr: its header
 * @subject: from scmi_statistics_subject(), not 0
 * @payload: its response's payload, the status first
 * @len: bytes of it
 *
 * Context: any. The caller serialises calls.
 */
void scmi_statistics_update(u32 hdr, u64 subject, const u8 *payload,
			    size_t len);

/*
 * scmi_statistics_event() - account for an event that was sent over the eventq
 */
void scmi_statistics_event(u32 hdr, const u8 *payload, size_t len);

#endif
