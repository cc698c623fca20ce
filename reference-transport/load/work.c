// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sends requests of each protocol through the public driver API. A transfer is
 * one message, and no message disturbs the kernel's own users of SCMI.
 */
#include <linux/bottom_half.h>
#include <linux/err.h>
#include <linux/kernel.h>

#include "../compat.h"
#include "load.h"
#include "vendor_protocol.h"

/* Rates of the platform's first clock; RATE_HZ is its initial rate. */
#define RATE_HZ	      100000000ULL
#define OTHER_RATE_HZ 101000000ULL

/* The platform's performance domain with fast channels. */
#define FAST_DOMAIN 1

/*
 * @of: the sensor, clock or domain; @n: number of the transfer.
 */
typedef int (*load_transfer_t)(const struct load_device *device, u32 of, u32 n);

static int sensor_read(const struct load_device *device, u32 of, u32 n)
{
	const struct scmi_sensor_proto_ops *ops = device->ops;
	u64 value;

	return ops->reading_get(device->ph, of, &value);
}

static int sensor_read_async(const struct load_device *device, u32 of, u32 n)
{
	const struct scmi_sensor_proto_ops *ops = device->ops;
	u64 value;

	return ops->reading_get(device->ph, device->async_source, &value);
}

/* Finds a sensor for each way of reading, and switches it on. */
static int sensor_count(struct load_device *device)
{
	const struct scmi_sensor_proto_ops *ops = device->ops;
	int i, count = ops->count_get(device->ph);

	device->sync_source = -1;
	device->nr_resources = 0;
	for (i = count - 1; i >= 0; i--) {
		const struct scmi_sensor_info *info =
			ops->info_get(device->ph, i);

		if (info && info->async) {
			device->async_source = i;
		} else if (info) {
			/* Only those that follow the first one directly. */
			if (device->sync_source != i + 1)
				device->nr_resources = 0;
			device->sync_source = i;
			device->nr_resources++;
		}
	}
	/* A platform may refuse to read a sensor that is off. */
	for (i = 0; i < device->nr_resources; i++)
		scmi_sensor_enable(ops, device->ph, device->sync_source + i);
	if (device->async_source >= 0)
		scmi_sensor_enable(ops, device->ph, device->async_source);
	return device->sync_source < 0 ? -ENODEV : count;
}

static int clock_rate(const struct load_device *device, u32 of, u32 n)
{
	const struct scmi_clk_proto_ops *ops = device->ops;
	u64 rate;

	return ops->rate_get(device->ph, of, &rate);
}

/* Requests can be about each of @count clocks or domains, from 0 on. */
static int several(struct load_device *device, int count)
{
	if (count > 0)
		device->nr_resources = count;
	return count;
}

/* The SCMI core does not report which of these commands are asynchronous. */
static int clock_set_rate(const struct load_device *device, u32 of, u32 n)
{
	const struct scmi_clk_proto_ops *ops = device->ops;

	return ops->rate_set(device->ph, 0, n % 2 ? OTHER_RATE_HZ : RATE_HZ);
}

static int clock_state_polled(const struct load_device *device, u32 of, u32 n)
{
	bool enabled;

	return scmi_clock_state(device->ops, device->ph, 0, &enabled, true);
}

static int clock_count(struct load_device *device)
{
	const struct scmi_clk_proto_ops *ops = device->ops;

	device->async_source = 0;
	return several(device, ops->count_get(device->ph));
}

static int perf_level(const struct load_device *device, u32 of, u32 n)
{
	const struct scmi_perf_proto_ops *ops = device->ops;
	u32 level;

	return ops->level_get(device->ph, of, &level, false);
}

static int perf_level_polled(const struct load_device *device, u32 of, u32 n)
{
	const struct scmi_perf_proto_ops *ops = device->ops;
	u32 level;

	return ops->level_get(device->ph, of, &level, true);
}

/*
 * Sets the level and the limits in turn, each time to another value, so that
 * each call causes a notification; also in mixed work, where @n advances by
 * six.
 */
static int perf_change(const struct load_device *device, u32 of, u32 n)
{
	const struct scmi_perf_proto_ops *ops = device->ops;
	u32 step = n + n / LOAD_VENDOR; /* the protocols before it */
	bool other = step & 2;

	if (step & 1)
		return ops->limits_set(device->ph, 0, other ? 800 : 1000, 200);
	return ops->level_set(device->ph, 0, other ? 400 : 600, false);
}

/*
 * Sets the level and the limits of the domain with fast channels, and reads the
 * level back: two levels in four calls.
 */
static int perf_fast(const struct load_device *device, u32 of, u32 n)
{
	const struct scmi_perf_proto_ops *ops = device->ops;
	u32 level;
	int ret;

	switch (n % 4) {
	case 0:
		return ops->limits_set(device->ph, FAST_DOMAIN,
				       SCMI_PERF_INDEXED(1000),
				       SCMI_PERF_INDEXED(n & 4 ? 200 : 400));
	case 1:
		return ops->level_set(device->ph, FAST_DOMAIN,
				      SCMI_PERF_INDEXED(400), false);
	case 2:
		ret = ops->level_get(device->ph, FAST_DOMAIN, &level, false);
		return ret ?: level == SCMI_PERF_INDEXED(400) ? 0 : -EPROTO;
	default:
		return ops->level_set(device->ph, FAST_DOMAIN,
				      SCMI_PERF_INDEXED(600), false);
	}
}

static int perf_count(struct load_device *device)
{
	return scmi_perf_domains(device->ops, device->ph);
}

static int power_state(const struct load_device *device, u32 of, u32 n)
{
	const struct scmi_power_proto_ops *ops = device->ops;
	u32 state;

	return ops->state_get(device->ph, of, &state);
}

static int power_count(struct load_device *device)
{
	const struct scmi_power_proto_ops *ops = device->ops;

	return several(device, ops->num_domains_get(device->ph));
}

static int reset_deassert(const struct load_device *device, u32 of, u32 n)
{
	const struct scmi_reset_proto_ops *ops = device->ops;

	return ops->deassert(device->ph, of);
}

/* An autonomous reset, which the last domain of the platform does later. */
static int reset_async(const struct load_device *device, u32 of, u32 n)
{
	const struct scmi_reset_proto_ops *ops = device->ops;

	return ops->reset(device->ph, device->async_source);
}

static int reset_count(struct load_device *device)
{
	const struct scmi_reset_proto_ops *ops = device->ops;
	int count = ops->num_domains_get(device->ph);

	device->async_source = count - 1;
	return several(device, count);
}

static int voltage_level(const struct load_device *device, u32 of, u32 n)
{
	const struct scmi_voltage_proto_ops *ops = device->ops;
	s32 microvolts;

	return ops->level_get(device->ph, of, &microvolts);
}

/* The highest level and the one below, in turn. */
static int voltage_set(const struct load_device *device, u32 of, u32 n)
{
	const struct scmi_voltage_proto_ops *ops = device->ops;
	const struct scmi_voltage_info *info =
		ops->info_get(device->ph, device->async_source);
	u32 last = info ? info->num_levels : 0;

	if (last < 2)
		return -ENODEV;
	return ops->level_set(device->ph, device->async_source,
			      SCMI_VOLTAGE_LEVEL_SET_AUTO,
			      info->levels_uv[last - 1 - n % 2]);
}

static int vendor_echo(const struct load_device *device, u32 of, u32 n)
{
	const struct vendor_proto_ops *ops = device->ops;

	return ops->echo(device->ph, n);
}

static int vendor_count(struct load_device *device)
{
	return 1;
}

static int voltage_count(struct load_device *device)
{
	const struct scmi_voltage_proto_ops *ops = device->ops;
	int count = ops->num_domains_get(device->ph);

	device->async_source = count - 1;
	return several(device, count);
}

/*
 * @count returns the number of clocks, sensors or domains and examines them.
 * @plain sends a request, @async one with a delayed response, @polled one
 * without an interrupt; NULL if the driver API has none. @change causes a
 * notification; NULL if @plain does so already, or if there are none. @fast uses
 * a fast channel; NULL if there is none. @alone: mixed work sends @plain, and
 * never @async.
 */
static const struct {
	const char *name;
	u8 protocol;
	int (*count)(struct load_device *device);
	load_transfer_t plain;
	load_transfer_t async;
	load_transfer_t polled;
	load_transfer_t change;
	load_transfer_t fast;
	bool alone;
} works[] = {
	[LOAD_SENSOR] = {"sensor", SCMI_PROTOCOL_SENSOR, sensor_count,
			 sensor_read, sensor_read_async, NULL},
	[LOAD_CLOCK] = {"clock", SCMI_PROTOCOL_CLOCK, clock_count, clock_rate,
			clock_set_rate,
			SCMI_HAS_CLOCK_STATE ? clock_state_polled : NULL},
	[LOAD_PERF] = {"perf", SCMI_PROTOCOL_PERF, perf_count, perf_level, NULL,
		       perf_level_polled, perf_change, perf_fast},
	[LOAD_POWER] = {"power", SCMI_PROTOCOL_POWER, power_count, power_state,
			NULL, NULL},
	[LOAD_RESET] = {"reset", SCMI_PROTOCOL_RESET, reset_count,
			reset_deassert, reset_async, .alone = true},
	[LOAD_VOLTAGE] = {"voltage", SCMI_PROTOCOL_VOLTAGE, voltage_count,
			  voltage_level, voltage_set, .alone = true},
	[LOAD_VENDOR] = {"vendor", VENDOR_PROTOCOL, vendor_count, vendor_echo},
	[LOAD_MIXED] = {.name = "mixed"},
};

const char *load_work_name(enum load_work work)
{
	return works[work].name;
}

bool load_work_has_async(enum load_work work)
{
	return work == LOAD_MIXED || works[work].async;
}

bool load_work_has_poll(enum load_work work)
{
	return work == LOAD_MIXED || works[work].polled;
}

bool load_work_has_fast(enum load_work work)
{
	return work != LOAD_MIXED && works[work].fast;
}

bool load_device_has_async(const struct load_device *device)
{
	return works[device->work].async && device->async_source >= 0;
}

int load_work_open(struct scmi_device *sdev, struct load_device *device)
{
	int count;

	device->work = 0;
	while (works[device->work].protocol != sdev->protocol_id)
		if (++device->work == LOAD_NR_WORKS)
			return -ENODEV;
	device->protocol = sdev->protocol_id;
	device->handle = sdev->handle;
	device->async_source = -1;
	device->sync_source = 0;
	device->nr_resources = 1;
	device->ops = scmi_protocol_operations(sdev, &device->ph);
	if (IS_ERR_OR_NULL(device->ops))
		return device->ops ? PTR_ERR(device->ops) : -ENODEV;
	count = works[device->work].count(device);
	if (!count)
		return -ENODEV;
	return count < 0 ? count : 0;
}

/*
 * A transport that claims never to sleep is called with softirqs off, so that
 * the kernel warns if it does sleep. Disabling preemption would not be enough,
 * because the kernel notices that only with CONFIG_PREEMPT_COUNT.
 */
static int transfer_polled(const struct load_device *device, u32 of, u32 n)
{
	const struct scmi_handle *handle = device->handle;
	bool atomic = scmi_may_be_atomic(handle);
	int ret;

	if (atomic)
		local_bh_disable();
	ret = works[device->work].polled(device, of, n);
	if (atomic)
		local_bh_enable();
	return ret;
}

static bool is_async(const struct load_device *device,
		     const struct load_spec *spec)
{
	return spec->async && load_device_has_async(device) &&
	       (spec->work != LOAD_MIXED || !works[device->work].alone);
}

u32 load_work_resource(const struct load_device *device,
		       const struct load_spec *spec, u32 n)
{
	u32 several = min_t(u32, device->nr_resources, LOAD_MAX_RESOURCES);

	if (!spec->each)
		return device->sync_source;
	/* Mixed work sends each request after those of the other protocols. */
	if (spec->work == LOAD_MIXED)
		n /= LOAD_NR_WORKS;
	return device->sync_source + n % several;
}

int load_work_transfer(const struct load_device *device,
		       const struct load_spec *spec, u32 of, u32 n)
{
	load_transfer_t transfer = works[device->work].plain;

	if (spec->fast)
		transfer = works[device->work].fast;
	else if (is_async(device, spec))
		transfer = works[device->work].async;
	else if (spec->poll && works[device->work].polled)
		transfer = transfer_polled;
	else if (spec->notify && works[device->work].change)
		transfer = works[device->work].change;
	return transfer(device, of, n);
}
