// SPDX-License-Identifier: GPL-2.0-only
/* The SCMI instances of machines, whose sysfs and procfs are folders. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit_test.h"
#include "instances.h"
#include "raw_mode.h"

#define DRIVER	"/sys/bus/platform/drivers/arm-scmi"
#define DEVICES "/sys/bus/platform/devices"
#define SCMI	DRIVER "/firmware:scmi/of_node"

static char root[] = "/tmp/scmi-perf-instances-XXXXXX";
static struct doctor_instance instance[DOCTOR_INSTANCES_MAX];

static int set_up(void **state)
{
	strcpy(root + strlen(root) - 6, "XXXXXX");
	return !mkdtemp(root);
}

static int tear_down(void **state)
{
	char command[64];

	snprintf(command, sizeof(command), "rm -r %s", root);
	return system(command);
}

/* Writes @len bytes to a file of the machine, and creates its folders. */
static void put(const char *path, const void *data, size_t len)
{
	char command[320], full[256];
	FILE *f;

	snprintf(full, sizeof(full), "%s%s", root, path);
	snprintf(command, sizeof(command), "mkdir -p \"$(dirname %s)\"", full);
	assert_int_equal(system(command), 0);
	f = fopen(full, "w");
	assert_non_null(f);
	assert_int_equal(fwrite(data, 1, len, f), len);
	assert_int_equal(fclose(f), 0);
}

/* A string of the device tree, with its terminating NUL. */
#define PUT(path, text) put(path, text, sizeof(text))

/* Writes the cells of a property. */
static void put_cells(const char *path, uint32_t a, uint32_t b, uint32_t c)
{
	const uint32_t cells[] = {a, b, c};
	uint8_t bytes[sizeof(cells)];

	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = cells[i / 4] >> (24 - 8 * (i % 4));
	put(path, bytes, sizeof(bytes));
}

/* Checks that the machine has this only instance. */
static void check(const char *transport, const char *reply, const char *phases)
{
	assert_int_equal(instances_find(root, instance), 1);
	assert_string_equal(instance[0].name, "firmware:scmi");
	assert_string_equal(instance[0].transport, transport);
	assert_string_equal(instance[0].reply, reply);
	assert_string_equal(instance[0].phases, phases);
}

#define ALL "submit, doorbell, service, dispatch, wakeup"

static void raw_mode(void **state)
{
	assert_false(raw_mode_is_on(root));
	PUT("/sys/kernel/debug/scmi/0/instance_name", "scmi");
	assert_false(raw_mode_is_on(root));
	PUT("/sys/kernel/debug/scmi/1/raw/message", "");
	assert_true(raw_mode_is_on(root));
}

static void none(void **state)
{
	assert_int_equal(instances_find(root, instance), 0);
	/* The driver's own files are not devices. */
	PUT(DRIVER "/bind", "");
	PUT(DRIVER "/module/refcnt", "1");
	assert_int_equal(instances_find(root, instance), 0);
}

static void smc(void **state)
{
	PUT(SCMI "/compatible", "arm,scmi-smc-param\0arm,scmi-smc");
	check("smc", "in the call", "submit, service");
	PUT(SCMI "/interrupt-names", "other\0a2p");
	check("smc", "interrupt", ALL);
	PUT(SCMI "/interrupt-names", "a2p-other");
	check("smc", "in the call", "submit, service");
	PUT(SCMI "/compatible", "qcom,scmi-smc");
	check("smc", "in the call", "submit, service");
}

static void other_transports(void **state)
{
	PUT(SCMI "/compatible", "linaro,scmi-optee");
	check("optee", "in the call", "submit, service");
	PUT(SCMI "/compatible", "arm,scmi-virtio");
	check("virtio", "interrupt", ALL);
	PUT(SCMI "/compatible", "vendor,scmi");
	check("unknown", "unknown", "transport, wakeup");
	/* Not terminated, and empty. */
	put(SCMI "/compatible", "arm,scmi", 8);
	check("unknown", "unknown", "transport, wakeup");
	put(SCMI "/compatible", "", 0);
	check("unknown", "unknown", "transport, wakeup");
}

static void mailbox(void **state)
{
	PUT(SCMI "/compatible", "arm,scmi");
	check("mailbox", "unknown", ALL);
	put_cells(SCMI "/mboxes", 7, 0, 0);
	check("mailbox", "unknown", ALL);
	put_cells(DEVICES "/a.timer/of_node/phandle", 6, 0, 0);
	put_cells(DEVICES "/b.mhu/of_node/phandle", 7, 0, 0);
	put_cells(DEVICES "/b.mhu/of_node/interrupts", 0, 45, 4);
	check("mailbox", "unknown", ALL);
	PUT("/sys/kernel/irq/9/hwirq", "77\n");
	PUT("/sys/kernel/irq/9/chip_name", "pmic\n");
	check("mailbox", "unknown", ALL);
	PUT("/sys/kernel/irq/23/hwirq", "77\n");
	PUT("/sys/kernel/irq/23/chip_name", "GICv3\n");
	check("mailbox", "interrupt", ALL);
	PUT("/proc/11/comm", "irq/239-mhu\n");
	check("mailbox", "interrupt", ALL);
	PUT("/proc/12/comm", "irq/23-mhu\n");
	check("mailbox", "interrupt thread", ALL);
	/* A GICv2. */
	put("/sys/kernel/irq/23/chip_name", "", 0);
	check("mailbox", "interrupt thread", ALL);
	/* Of the private interrupts, which have other numbers. */
	put_cells(DEVICES "/b.mhu/of_node/interrupts", 1, 45, 4);
	check("mailbox", "unknown", ALL);
	put(SCMI "/arm,no-completion-irq", "", 0);
	check("mailbox", "polled", "submit, doorbell, service");
}

static void many(void **state)
{
	for (int i = 0; i < DOCTOR_INSTANCES_MAX + 1; i++) {
		char path[128];

		snprintf(path, sizeof(path),
			 DRIVER "/arm-scmi.%02d.auto/of_node/compatible", i);
		PUT(path, "arm,scmi-virtio");
	}
	assert_int_equal(instances_find(root, instance), DOCTOR_INSTANCES_MAX);
	assert_string_equal(instance[0].name, "arm-scmi.00.auto");
	assert_string_equal(instance[DOCTOR_INSTANCES_MAX - 1].name,
			    "arm-scmi.15.auto");
}

/* A property that exists is enough, but not that of a disabled node. */
static void channels(void **state)
{
	uint8_t channel[256];

	put_cells(SCMI "/protocol@13/reg", 0x13, 0, 0);
	put_cells(SCMI "/protocol@13/mboxes", 7, 0, 0);
	put_cells(SCMI "/protocol@14/reg", 0x14, 0, 0);
	put_cells(SCMI "/protocol@14/shmem", 7, 0, 0);
	put_cells(SCMI "/protocol@15/reg", 0x15, 0, 0);
	put_cells(SCMI "/protocol@15/mboxes", 7, 0, 0);
	PUT(SCMI "/protocol@15/status", "disabled");
	put_cells(SCMI "/protocol@80/reg", 0x80, 0, 0);
	put_cells(SCMI "/protocol@80/mboxes", 7, 0, 0);
	PUT(SCMI "/protocol@80/status", "okay");
	instances_channels(root, "firmware:scmi", TRANSPORT_MAILBOX, channel);
	assert_int_equal(channel[0x10], 0x10);
	assert_int_equal(channel[0x13], 0x13);
	assert_int_equal(channel[0x14], 0x10);
	assert_int_equal(channel[0x15], 0x10);
	assert_int_equal(channel[0x80], 0x80);
	instances_channels(root, "firmware:scmi", TRANSPORT_SMC, channel);
	assert_int_equal(channel[0x13], 0x10);
	assert_int_equal(channel[0x14], 0x14);
	instances_channels(root, "firmware:scmi", TRANSPORT_VIRTIO, channel);
	assert_int_equal(channel[0x14], 0x10);
	instances_channels(root, "none", TRANSPORT_MAILBOX, channel);
	assert_int_equal(channel[0x13], 0x10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(none),	TEST(raw_mode),
		TEST(smc),	TEST(other_transports),
		TEST(mailbox),	TEST(many),
		TEST(channels),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
