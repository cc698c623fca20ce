// SPDX-License-Identifier: GPL-2.0-only
/* Service times: the specification, the random numbers, the distributions. */
#include "service.h"

struct service_parser {
	const char *spec;
	size_t at;
	struct scmi_service_error *error;
};

static bool parse_error(const struct service_parser *c, size_t at,
			const char *why)
{
	c->error->at = at;
	c->error->why = why;
	return false;
}

/* Skips @word if it comes next. */
static bool accept(struct service_parser *c, const char *word)
{
	size_t n = 0;

	for (; word[n]; n++)
		if (c->spec[c->at + n] != word[n])
			return false;
	c->at += n;
	return true;
}

static bool parse_unit(struct service_parser *c, u32 *unit)
{
	if (accept(c, "ns"))
		*unit = 1;
	else if (accept(c, "us"))
		*unit = 1000;
	else if (accept(c, "ms"))
		*unit = 1000000;
	else
		return parse_error(c, c->at,
				   "missing unit (one of: ns, us, ms)");
	return true;
}

static bool parse_time(struct service_parser *c, u32 *ns)
{
	const char *digits = c->spec;
	size_t start = c->at;
	u64 value = 0;
	u32 unit;

	while (digits[c->at] >= '0' && digits[c->at] <= '9') {
		value = value * 10 + (u64)(digits[c->at] - '0');
		/* Stop before it can wrap; a unit only makes it larger. */
		if (value > SCMI_SERVICE_MAX_NS)
			return parse_error(c, start, "longer than 4000ms");
		c->at++;
	}
	if (c->at == start)
		return parse_error(c, c->at, "missing time, such as 20us");
	if (!parse_unit(c, &unit))
		return false;
	if (value * unit > SCMI_SERVICE_MAX_NS)
		return parse_error(c, start, "longer than 4000ms");
	*ns = (u32)(value * unit);
	return true;
}

static bool parse_kind(struct service_parser *c, struct scmi_service *s)
{
	size_t high_at;

	if (accept(c, "uniform:")) {
		s->kind = SCMI_SERVICE_UNIFORM;
		if (!parse_time(c, &s->low))
			return false;
		if (!accept(c, ".."))
			return parse_error(c, c->at,
					   "missing '..' and second time");
		high_at = c->at;
		if (!parse_time(c, &s->high))
			return false;
		if (s->high < s->low)
			return parse_error(c, high_at,
					   "shorter than the first time");
		return true;
	}
	s->kind = accept(c, "exp:") ? SCMI_SERVICE_EXP : SCMI_SERVICE_FIXED;
	if (s->kind == SCMI_SERVICE_FIXED)
		accept(c, "fixed:");
	if (!parse_time(c, &s->low))
		return false;
	s->high = s->low;
	return true;
}

bool scmi_service_parse(struct scmi_service *service, const char *spec,
			u64 seed, struct scmi_service_error *error)
{
	struct service_parser c = {.spec = spec, .error = error};
	struct scmi_service s = {.state = seed};

	/* Zero needs no unit. */
	if (spec[0] == '0' && !spec[1]) {
		*service = s;
		return true;
	}
	if (!parse_kind(&c, &s))
		return false;
	if (spec[c.at])
		return parse_error(&c, c.at, "unexpected text after the time");
	*service = s;
	return true;
}

/* splitmix64, because every seed is good and the state is one word. */
static u64 next_random(u64 *state)
{
	u64 z = *state += 0x9e3779b97f4a7c15ULL;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ z >> 27) * 0x94d049bb133111ebULL;
	return z ^ z >> 31;
}

/*
 * -ln(x / 2^64) for x > 0, in units of 2^-24: the whole part of the binary
 * logarithm is the index of the highest bit, and each squaring of the rest, in
 * [1, 2), yields one more bit of the fraction.
 */
static u64 minus_ln(u64 x)
{
	const u64 ln2 = 0xb17217f8; /* ln 2 in units of 2^-32 */
	u32 log2 = 63;
	u64 m;
	int bit;

	while (!(x >> 63)) {
		x <<= 1;
		log2--;
	}
	m = x >> 32;
	for (bit = 0; bit < 24; bit++) {
		m = m * m >> 31;
		log2 <<= 1;
		if (m >> 32) {
			m >>= 1;
			log2 |= 1;
		}
	}
	return ((64ULL << 24) - log2) * ln2 >> 32;
}

u64 scmi_service_draw(struct scmi_service *service)
{
	u64 x, span;

	switch (service->kind) {
	case SCMI_SERVICE_FIXED:
		break;
	case SCMI_SERVICE_UNIFORM:
		x = next_random(&service->state) >> 32;
		span = (u64)service->high - service->low + 1;
		return service->low + (x * span >> 32);
	case SCMI_SERVICE_EXP:
		/* Zero has no logarithm; the bias of 2^-63 is negligible. */
		x = next_random(&service->state) | 1;
		return service->low * minus_ln(x) >> 24;
	}
	return service->low;
}
