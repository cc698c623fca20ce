// SPDX-License-Identifier: GPL-2.0-only
#include "snapshot.h"

#include <stdlib.h>
#include <string.h>

#include "vendor_messages.h"

static const char *const send_function[TRANSPORTS] = {
	[TRANSPORT_MAILBOX] = "mailbox_send_message",
	[TRANSPORT_SMC] = "smc_send_message",
	[TRANSPORT_OPTEE] = "scmi_optee_send_message",
	[TRANSPORT_VIRTIO] = "virtio_send_message",
	[TRANSPORT_LOOPBACK] = "loopback_send_message",
	[TRANSPORT_REF_VIRTIO] = "ref_virtio_send_message",
};

const char *transport_function(enum transport transport)
{
	return send_function[transport];
}

/* @function: the name of its send_message(), and perhaps " [module]". */
static enum transport transport_of(const char *function)
{
	const size_t len = strcspn(function, " ");

	for (int i = TRANSPORT_UNKNOWN + 1; i < TRANSPORTS; i++)
		if (strlen(send_function[i]) == len &&
		    !memcmp(send_function[i], function, len))
			return i;
	return TRANSPORT_UNKNOWN;
}

void snapshot_read_hist(const struct snapshot *m, const struct rec_hist *from,
			struct hist *to)
{
	to->sum = *(const volatile __u64 *)&from->sum;
	for (uint32_t page = 0; page < HIST_PAGES; page++) {
		const uint32_t n = from->page[page];

		for (uint32_t i = 0;
		     n && n < REC_PAGES && i < HIST_PAGE_BUCKETS; i++) {
			const uint64_t count = m->pages[n].bucket[i];

			if (count)
				hist_add_bucket(to,
						page * HIST_PAGE_BUCKETS + i,
						count);
		}
	}
}

/* Adds a histogram with its exact minimum and maximum. */
static void add_hist(const struct snapshot *m, const struct rec_hist *from,
		     struct hist *to)
{
	struct hist h = {0};

	snapshot_read_hist(m, from, &h);
	h.max = from->max;
	h.min = REC_NS_END - from->below;
	hist_merge(to, &h);
	hist_free(&h);
}

/* Returns NULL for an empty text. */
static const char *text_if(const char *text)
{
	return *text ? text : NULL;
}

/* Looks up an instance once it is described, and only once. */
static void find_instance(struct snapshot *m, size_t i)
{
	const struct rec_instance *instance = &m->instances[i];

	if (m->known & 1u << i || !instance->is_described)
		return;
	m->transport[i] = transport_of(instance->function);
	m->known |= 1u << i;
	vendor_use_for((uint8_t)instance->id, text_if(instance->vendor),
		       text_if(instance->sub_vendor));
}

void snapshot_add_vendors(const struct snapshot *m, struct run *run)
{
	for (size_t i = 1; i < REC_INSTANCES && !run->vendor; i++) {
		const struct rec_instance *instance = &m->instances[i];

		if (*instance->vendor)
			run_add_vendor(run, (uint8_t)instance->id,
				       instance->vendor,
				       text_if(instance->sub_vendor));
	}
}

struct series_key snapshot_key(struct snapshot *m, uint64_t key)
{
	const size_t from = key >> 16 & (REC_INSTANCES - 1);
	const struct rec_instance *instance = &m->instances[from];
	const uint8_t protocol = (uint8_t)(key >> 8);
	const uint32_t index = rec_channel_index(protocol);
	struct series_key k = {
		.protocol = protocol,
		.message = (uint8_t)key,
		.type = key & REC_KEY_NOTIFICATION ? MESSAGE_NOTIFICATION
						   : MESSAGE_COMMAND,
		.resource_plus = rec_key_resource(key),
	};

	if (!from)
		return k;
	k.instance = (uint8_t)instance->id;
	find_instance(m, from);
	k.transport = (uint8_t)m->transport[from];
	if (index < REC_CHANNELS)
		k.channel = instance->channel[index];
	return k;
}

/* Adds series @number to @s. */
static void read_one(const struct snapshot *m, size_t number, struct series *s)
{
	const struct rec_series *from = &m->series[number];

	for (size_t c = 0; c < LC_COUNTERS; c++)
		s->counter[c] += from->counter[c];
	for (size_t a = 0; a < LA_KINDS; a++)
		s->anomaly[a] += from->anomaly[a];
	for (size_t e = 0; e < LC_STATUSES; e++)
		s->status[e] += from->status[e];
	for (size_t ph = 0; ph < LC_PHASES; ph++)
		add_hist(m, &from->phase[ph], &s->phase[ph]);
}

static void read_series(struct snapshot *m, struct profile *p)
{
	for (size_t i = 0; i < REC_SERIES; i++) {
		struct series *to;

		if (!m->series[i].key)
			continue;
		to = profile_series(p, snapshot_key(m, m->series[i].key));
		read_one(m, i, to);
	}
}

void snapshot_read_names(const struct snapshot *m, struct profile *p)
{
	for (size_t i = 0; m->names && i < REC_SERIES; i++) {
		const uint64_t key = m->series[i].key;
		const size_t instance = key >> 16 & (REC_INSTANCES - 1);

		if (rec_key_resource(key) && *m->names[i].text)
			resource_names_add_text(
				&p->names, (uint8_t)m->instances[instance].id,
				(uint8_t)(key >> 8), rec_key_resource(key) - 1,
				m->names[i].text, sizeof(m->names[i].text));
	}
	resource_names_use(&p->names);
}

void snapshot_read_fast(const struct snapshot *m, struct profile *p)
{
	for (size_t i = 0; m->fast_channels && i < REC_FAST; i++) {
		const struct rec_fast *from = &m->fast_channels[i];
		const struct fast_channel f = {
			.protocol = (uint8_t)(from->key >> 8),
			.message = (uint8_t)from->key,
			.domain = (uint32_t)(from->key >> 16),
			.value = {(uint32_t)from->values,
				  (uint32_t)(from->values >> 32)},
			.calls = from->calls,
			.periods = from->periods,
			.period_sum_ns = from->period_sum,
			.period_min_ns = from->periods
						 ? ~from->period_max_of_inverse
						 : 0,
			.period_max_ns = from->period_max,
		};

		if (f.calls)
			profile_add_fast(p, &f);
	}
}

static void read_in_flight(struct snapshot *m, struct profile *p)
{
	for (size_t i = 0; i < LC_SLOTS; i++) {
		const uint64_t tag = m->in_flight[i].tag;
		const uint32_t n = lc_tag_series(tag);

		if (tag && n < REC_SERIES)
			profile_series(p, snapshot_key(m, m->series[n].key))
				->in_flight++;
	}
}

uint64_t snapshot_in_flight(const struct snapshot *m, uint64_t now_ns)
{
	uint64_t n = 0;

	for (size_t i = 0; i < LC_SLOTS; i++)
		n += m->in_flight[i].tag &&
		     lc_slot_fate(&m->in_flight[i], now_ns, true) == LC_BEGUN;
	return n;
}

void snapshot_read_events(struct snapshot *m, uint64_t *from, uint64_t end,
			  struct profile *p)
{
	const uint64_t n = m->global->events;

	if (n > REC_EVENTS && *from < n - REC_EVENTS)
		*from = n - REC_EVENTS;
	for (; *from < end; ++*from) {
		const struct rec_event *event = &m->events[*from % REC_EVENTS];
		struct anomaly_event to = {
			.key = snapshot_key(m, event->key),
			.kind = (uint8_t)event->kind,
			.token = event->token & (LC_TOKENS - 1),
			.cpu = event->cpu,
			.pid = event->pid,
			.time_ns = event->time_ns > m->start_ns
					   ? event->time_ns - m->start_ns
					   : 0,
			.age_ns = event->age_ns,
		};

		memcpy(to.comm, event->comm, sizeof(to.comm) - 1);
		profile_add_event(p, &to);
	}
}

void snapshot_read_losses(const struct snapshot *m, struct profile *p)
{
	const struct rec_global *global = m->global;

	p->untracked += global->untracked - m->start_untracked;
	for (int i = 0; i < LC_GAPS; i++)
		p->gap[i] += global->gap[i];
	p->lost[LOST_IN_FLIGHT] += global->lost_in_flight;
	p->lost[LOST_SERIES] += global->lost_series;
	p->lost[LOST_HISTOGRAM] += global->lost_histogram;
	p->lost[LOST_INSTANCE] += global->lost_instance;
	p->lost[LOST_TASK] += global->lost_task;
}

void snapshot_read(struct snapshot *m, uint64_t now_ns, struct profile *p)
{
	uint64_t first_event = 0;

	snapshot_expire(m, now_ns);
	read_series(m, p);
	read_in_flight(m, p);
	snapshot_read_fast(m, p);
	snapshot_read_names(m, p);
	snapshot_read_events(m, &first_event, m->global->events, p);
	snapshot_read_losses(m, p);
}
