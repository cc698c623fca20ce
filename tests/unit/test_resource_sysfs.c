// SPDX-License-Identifier: GPL-2.0-only
/* Names of resources of a machine whose sysfs and debugfs are folders. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit_test.h"
#include "resource_sysfs.h"

#define TREE	   "/sys/firmware/devicetree/base"
#define SCMI	   TREE "/firmware/scmi"
#define DEVICES	   "/sys/bus/platform/devices"
#define REGULATORS "/sys/class/regulator"
#define GENPD	   "/sys/kernel/debug/pm_genpd"
#define UART	   "/devices/platform/soc/7ff80000.uart"
#define CPU	   "/devices/system/cpu/cpu0"

static char root[] = "/tmp/scmi-perf-sysfs-XXXXXX";
static struct resource_names names;

static int set_up(void **state)
{
	strcpy(root + strlen(root) - 6, "XXXXXX");
	return !mkdtemp(root);
}

static int tear_down(void **state)
{
	char command[64];

	resource_names_free(&names);
	snprintf(command, sizeof(command), "rm -r %s", root);
	return system(command);
}

static void run(const char *format, const char *path)
{
	char command[512];

	snprintf(command, sizeof(command), format, root, path);
	assert_int_equal(system(command), 0);
}

/* Writes a file of the machine, and creates its folders. */
static void put(const char *path, const void *data, size_t len)
{
	char full[256];
	FILE *f;

	snprintf(full, sizeof(full), "%s%s", root, path);
	run("mkdir -p \"$(dirname %s%s)\"", path);
	f = fopen(full, "w");
	assert_non_null(f);
	assert_int_equal(fwrite(data, 1, len, f), len);
	assert_int_equal(fclose(f), 0);
}

static void put_text(const char *path, const char *text)
{
	put(path, text, strlen(text));
}

/* Writes the @n cells of a property. */
static void put_cells(const char *path, size_t n, uint32_t a, uint32_t b,
		      uint32_t c, uint32_t d)
{
	const uint32_t cells[] = {a, b, c, d};
	uint8_t bytes[sizeof(cells)];

	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)(cells[i / 4] >> (24 - 8 * (i % 4)));
	put(path, bytes, 4 * n);
}

/* Makes a link @path to the node @to. */
static void put_link(const char *path, const char *to)
{
	char command[512];

	snprintf(command, sizeof(command),
		 "mkdir -p \"$(dirname %s%s)\" && ln -s %s%s %s%s", root, path,
		 root, to, root, path);
	assert_int_equal(system(command), 0);
}

static void put_machine(void)
{
	put_cells(SCMI "/protocol@11/phandle", 1, 7, 0, 0, 0);
	put_cells(SCMI "/protocol@13/phandle", 1, 8, 0, 0, 0);
	put_cells(SCMI "/protocol@17/regulators/regulator@2/reg", 1, 2, 0, 0,
		  0);
	put_cells(TREE "/pmic/regulator@2/reg", 1, 3, 0, 0, 0);
	put_link(DEVICES "/firmware:scmi/of_node", SCMI);
}

static const char *name_of(uint8_t protocol, uint32_t id)
{
	for (size_t i = 0; i < names.n; i++)
		if (names.name[i].protocol == protocol &&
		    names.name[i].id == id && names.name[i].instance == 1)
			return names.name[i].name;
	return "";
}

/* Only those below the node of this instance are its own. */
static void test_regulators(void **state)
{
	put_machine();
	put_text(REGULATORS "/regulator.5/name", "vdd_cpu\n");
	put_link(REGULATORS "/regulator.5/of_node",
		 SCMI "/protocol@17/regulators/regulator@2");
	put_text(REGULATORS "/regulator.6/name", "vdd_pmic\n");
	put_link(REGULATORS "/regulator.6/of_node", TREE "/pmic/regulator@2");
	put_text(REGULATORS "/regulator.0/name", "regulator-dummy\n");
	resource_sysfs_add(&names, root, "firmware:scmi", 1);
	assert_int_equal(names.n, 1);
	assert_string_equal(name_of(0x17, 2), "vdd_cpu");
}

/* A domain has the number by which its device names it. */
static void test_domains(void **state)
{
	put_machine();
	put_text(GENPD "/PD_UART/devices", UART "\n");
	put_cells("/sys" UART "/of_node/power-domains", 2, 7, 4, 0, 0);
	put_text(GENPD "/perf-big/devices", CPU "\n");
	put_cells("/sys" CPU "/of_node/power-domains", 2, 8, 1, 0, 0);
	/* Not of SCMI; no device; a device in two domains. */
	put_text(GENPD "/other/devices", "/devices/other\n");
	put_cells("/sys/devices/other/of_node/power-domains", 2, 9, 5, 0, 0);
	put_text(GENPD "/empty/devices", "");
	put_text(GENPD "/two/devices", "/devices/two\n");
	put_cells("/sys/devices/two/of_node/power-domains", 4, 7, 1, 7, 2);
	resource_sysfs_add(&names, root, "firmware:scmi", 1);
	assert_int_equal(names.n, 2);
	assert_string_equal(name_of(0x11, 4), "PD_UART");
	assert_string_equal(name_of(0x13, 1), "perf-big");
}

/* Without a device tree, or anything else, there are none. */
static void test_nothing(void **state)
{
	resource_sysfs_add(&names, root, "firmware:scmi", 1);
	assert_int_equal(names.n, 0);
	put_machine();
	resource_sysfs_add(&names, root, "firmware:scmi", 1);
	assert_int_equal(names.n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_regulators),
		TEST(test_domains),
		TEST(test_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
