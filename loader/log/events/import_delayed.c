// SPDX-License-Identifier: GPL-2.0-only
#include "import_delayed.h"

/* The timer of the wait is coarse, and the kernel prints its message later. */
#define TIMER_SLACK_NS 100000000u

#define FIRST_VENDOR_PROTOCOL 0x80

/* Whether the specification, or perhaps a vendor, has delayed responses to it. */
static bool has_delayed_response(const struct series_key *key)
{
	switch (key->protocol << 8 | key->message) {
	case 0x1405: /* CLOCK_RATE_SET */
	case 0x1506: /* SENSOR_READING_GET */
	case 0x1604: /* RESET */
	case 0x1707: /* VOLTAGE_LEVEL_SET */
	case 0x1805: /* POWERCAP_CAP_SET */
		return true;
	default:
		return key->protocol >= FIRST_VENDOR_PROTOCOL;
	}
}

/*
 * Returns true if the last transfer in this slot has got a reply, but no delayed
 * response; *@age_ns: time since then.
 */
static bool may_wait(const struct import_events *ie, const struct lc_slot *s,
		     uint64_t now, uint64_t *age_ns)
{
	const uint16_t token = lc_tag_token(s->past, (uint32_t)(s - ie->slot));
	const uint64_t since = s->rx_ns ? s->rx_ns : s->begin_ns;

	if (s->tag || !(s->past & LC_LIVE) || s->seen & LC_SEEN_DELAYED ||
	    lc_is(ie->expired.token[token].tag, lc_tag_id(s->past)))
		return false;
	*age_ns = now - since;
	return has_delayed_response(
		&ie->profile->series[lc_tag_series(s->past)].key);
}

void import_delayed_begin(struct import_events *ie, uint16_t token,
			  uint64_t now)
{
	const struct lc_slot *home = lc_home(ie->slot, token);
	uint64_t age_ns;

	if (may_wait(ie, home, now, &age_ns) && age_ns >= LC_DELAYED_TIMEOUT_NS)
		ie->missing[token & (LC_TOKENS - 1)] = (struct lc_mark){
			home->past, now - age_ns + LC_DELAYED_TIMEOUT_NS};
}

enum lc_anomaly import_delayed_bad(struct import_events *ie,
				   const struct lc_rejected *m, uint64_t now)
{
	const enum lc_anomaly kind =
		lc_bad_message(ie->slot, &ie->expired, m, now);
	const struct lc_mark *mark = &ie->missing[m->token];

	return kind == LA_DELAYED_TO_SYNC && m->bad == LC_BAD_UNEXPECTED &&
			       lc_belongs(m, mark->tag) &&
			       now - mark->ns < LC_DELAYED_TIMEOUT_NS
		       ? LA_UNEXPECTED_REPLY
		       : kind;
}

uint64_t import_delayed_timeout(struct import_events *ie, uint64_t now,
				uint16_t *token)
{
	uint64_t age_ns, tag = 0;

	for (uint32_t i = 0; i < LC_SLOTS; i++) {
		const struct lc_slot *s = &ie->slot[i];

		if (!may_wait(ie, s, now, &age_ns) ||
		    age_ns < LC_DELAYED_TIMEOUT_NS ||
		    age_ns > LC_DELAYED_TIMEOUT_NS + TIMER_SLACK_NS)
			continue;
		if (tag)
			return 0;
		tag = s->past;
		*token = lc_tag_token(tag, i);
	}
	if (tag)
		lc_expire_delayed(&ie->expired, tag, *token, now);
	return tag;
}
