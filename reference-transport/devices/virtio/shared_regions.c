// SPDX-License-Identifier: GPL-2.0-only
/*
 * Updates the shared regions from the commands and responses that the device
 * carries: power states, performance levels and sensor values.
 */
#include "shared_regions.h"
#include "../../platform/platform.h"
#include "../../server/environment.h"

#define MESSAGE(id, msg)  ((id) << 10 | (msg))
#define MESSAGE_OF(hdr)	  ((hdr)&0x3ffff) /* protocol, type and message */
#define SUBJECT_VALID	  BIT_ULL(63)
#define SUBJECT(dom, val) (SUBJECT_VALID | (u64)(dom) << 32 | (val))
#define DOMAIN_OF(subj)	  ((u32)((subj) >> 32) & 0xff)

static const u32 signatures[] = {
	[SCMI_STATISTICS_POWER] = SCMI_STATISTICS_POWR,
	[SCMI_STATISTICS_PERFORMANCE] = SCMI_STATISTICS_PERF,
	[SCMI_STATISTICS_SENSORS] = SCMI_STATISTICS_SENS,
};

/* A page each, by identifier. */
static struct scmi_statistics_header *regions[ARRAY_SIZE(signatures)];

static size_t record_size(unsigned int id)
{
	return id == SCMI_STATISTICS_SENSORS
		       ? sizeof(struct scmi_statistics_sensor)
		       : sizeof(struct scmi_statistics_domain);
}

static void *record(unsigned int id, u32 domain)
{
	return (u8 *)(regions[id] + 1) + domain * record_size(id);
}

int scmi_statistics_init(void)
{
	unsigned int id, i;

	BUILD_BUG_ON(sizeof(struct scmi_statistics_header) +
			     SCMI_STATISTICS_DOMAINS *
				     sizeof(struct scmi_statistics_domain) >
		     PAGE_SIZE);
	for (id = SCMI_STATISTICS_POWER; id < ARRAY_SIZE(regions); id++) {
		regions[id] = (void *)get_zeroed_page(GFP_KERNEL);
		if (!regions[id]) {
			scmi_statistics_exit();
			return -ENOMEM;
		}
		regions[id]->signature = cpu_to_le32(signatures[id]);
		regions[id]->nr_domains = cpu_to_le16(SCMI_STATISTICS_DOMAINS);
		for (i = 0; i < SCMI_STATISTICS_DOMAINS; i++)
			regions[id]->offset[i] = cpu_to_le32(
				record(id, i) - (void *)regions[id]);
	}
	return 0;
}

void scmi_statistics_exit(void)
{
	unsigned int id;

	for (id = 0; id < ARRAY_SIZE(regions); id++) {
		free_page((unsigned long)regions[id]);
		regions[id] = NULL;
	}
}

bool scmi_statistics_region(u8 id, u64 *addr, u64 *len)
{
	if (id >= ARRAY_SIZE(regions) || !regions[id])
		return false;
	*addr = virt_to_phys(regions[id]);
	*len = PAGE_SIZE;
	return true;
}

static u64 subject(const u8 *domain, const u8 *value)
{
	u32 number = get_unaligned_le32(domain);

	if (number >= SCMI_STATISTICS_DOMAINS)
		return 0;
	return SUBJECT(number, get_unaligned_le32(value));
}

u64 scmi_statistics_subject(u32 hdr, const u8 *params, size_t len)
{
	switch (MESSAGE_OF(hdr)) {
	case MESSAGE(SCMI_ID_SENSOR, SCMI_SENSOR_READING_GET):
		return len == 8 ? subject(params, params + 4) : 0;
	case MESSAGE(SCMI_ID_PERFORMANCE, SCMI_PERF_LEVEL_SET):
		return len == 8 ? subject(params, params + 4) : 0;
	case MESSAGE(SCMI_ID_POWER, SCMI_POWER_STATE_SET):
		return len == 12 ? subject(params + 4, params + 8) : 0;
	}
	return 0;
}

static u64 now_us(void)
{
	return ktime_to_us(ktime_get());
}

static void store(__le64 *to, u64 value)
{
	WRITE_ONCE(*to, cpu_to_le64(value));
}

static void read_sensor(u32 sensor, const u8 *value)
{
	struct scmi_statistics_sensor *s =
		record(SCMI_STATISTICS_SENSORS, sensor);

	store(&s->value, get_unaligned_le64(value));
	store(&s->read_us, now_us());
}

/* Returns the level's index. Adds the level if it is new and there is room. */
static unsigned int find_level(struct scmi_statistics_domain *domain, u32 id)
{
	unsigned int nr = le16_to_cpu(domain->nr_levels), i;

	for (i = 0; i < nr; i++)
		if (le32_to_cpu(domain->level[i].id) == id)
			return i;
	if (nr == SCMI_STATISTICS_LEVELS)
		return nr - 1;
	domain->level[nr].id = cpu_to_le32(id);
	domain->nr_levels = cpu_to_le16(nr + 1);
	return nr;
}

static void enter_level(enum scmi_statistics_id id, u32 number, u32 level_id)
{
	struct scmi_statistics_domain *domain = record(id, number);
	struct scmi_statistics_level *level;
	u64 now = now_us();
	unsigned int next;

	if (domain->nr_levels) {
		level = &domain->level[le16_to_cpu(domain->current_level)];
		store(&level->residency_us,
		      le64_to_cpu(level->residency_us) + now -
			      le64_to_cpu(domain->changed_us));
	}
	next = find_level(domain, level_id);
	level = &domain->level[next];
	store(&level->count, le64_to_cpu(level->count) + 1);
	WRITE_ONCE(domain->current_level, cpu_to_le16(next));
	store(&domain->changed_us, now);
}

void scmi_statistics_update(u32 hdr, u64 subject, const u8 *payload, size_t len)
{
	if (len < 4 || get_unaligned_le32(payload) != SCMI_STATUS_SUCCESS)
		return;
	switch (MESSAGE_OF(hdr)) {
	case MESSAGE(SCMI_ID_SENSOR, SCMI_SENSOR_READING_GET):
		if (len >= 12)
			read_sensor(DOMAIN_OF(subject), payload + 4);
		break;
	case MESSAGE(SCMI_ID_PERFORMANCE, SCMI_PERF_LEVEL_SET):
		enter_level(SCMI_STATISTICS_PERFORMANCE, DOMAIN_OF(subject),
			    (u32)subject);
		break;
	case MESSAGE(SCMI_ID_POWER, SCMI_POWER_STATE_SET):
		enter_level(SCMI_STATISTICS_POWER, DOMAIN_OF(subject),
			    (u32)subject);
		break;
	}
}

/* A delayed response to an asynchronous reading: status, sensor, value. */
void scmi_statistics_event(u32 hdr, const u8 *payload, size_t len)
{
	u32 sensor;

	if (MESSAGE_OF(hdr) !=
		    (MESSAGE(SCMI_ID_SENSOR, SCMI_SENSOR_READING_GET) |
		     SCMI_TYPE_DELAYED_RESPONSE << 8) ||
	    len < 16 || get_unaligned_le32(payload) != SCMI_STATUS_SUCCESS)
		return;
	sensor = get_unaligned_le32(payload + 4);
	if (sensor < SCMI_STATISTICS_DOMAINS)
		read_sensor(sensor, payload + 8);
}
