/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Statistics that the device shares with the driver (virtio 1.2, 5.17.6.4): a
 * page of the device's memory each, which the driver reads when it likes. All
 * is little-endian, and what has 64 bits is written at once.
 *
 * Each region begins with a header and, for each domain or sensor, the offset
 * of its record from the region's beginning, 0 if it has none. Power and
 * performance records are those of the SCMI specification's statistics regions;
 * a sensor's record is its last value and when it was read.
 */
#ifndef SCMI_REF_SHARED_REGIONS_H
#define SCMI_REF_SHARED_REGIONS_H

#include <linux/types.h>

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
	__le64 residency_us; /* until it was left last */
};

struct scmi_statistics_domain {
	__le16 nr_levels;     /* that were ever entered */
	__le16 current_level; /* index of it */
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
 * scmi_statistics_subject() - what a command is about, as far as it counts
 * @hdr: the command's header
 * @params: its parameters
 * @len: bytes of them
 *
 * Return: a value for scmi_statistics_update(); 0 for most commands.
 */
u64 scmi_statistics_subject(u32 hdr, const u8 *params, size_t len);

/**
 * scmi_statistics_update() - account for a command that was carried out
 * @hdr: its header
 * @subject: from scmi_statistics_subject(), not 0
 * @payload: its response's payload, the status first
 * @len: bytes of it
 *
 * Context: any; the caller serialises.
 */
void scmi_statistics_update(u32 hdr, u64 subject, const u8 *payload,
			    size_t len);

/* scmi_statistics_event() - the same for what goes over the eventq */
void scmi_statistics_event(u32 hdr, const u8 *payload, size_t len);

#endif
