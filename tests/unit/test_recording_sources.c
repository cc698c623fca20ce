// SPDX-License-Identifier: GPL-2.0-only
/* The sources of a recording on kernels with made-up configurations. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "unit_test.h"
#include "gzip.h"
#include "kernel_kprobes.h"
#include "recording_sources.h"

#define EVENTS                                          \
	"CONFIG_ARM_SCMI_PROTOCOL=y\nCONFIG_FTRACE=y\n" \
	"CONFIG_EVENT_TRACING=y\nCONFIG_KALLSYMS=y\n"
#define PROBES "CONFIG_KPROBES=y\nCONFIG_KPROBE_EVENTS=y\n"
#define BPF                                            \
	"CONFIG_PERF_EVENTS=y\nCONFIG_BPF_SYSCALL=y\n" \
	"CONFIG_BPF_EVENTS=y\n"
#define TYPES "CONFIG_DEBUG_INFO=y\nCONFIG_DEBUG_INFO_BTF=y\n"
#define TRACER                                         \
	"CONFIG_BPF_JIT=y\nCONFIG_FUNCTION_TRACER=y\n" \
	"CONFIG_DYNAMIC_FTRACE=y\n"

static char root[] = "/tmp/scmi-perf-config-XXXXXX";
static struct kernel_config config;
static struct doctor_source source[DOCTOR_SOURCES];

static int set_up(void **state)
{
	strcpy(root + strlen(root) - 6, "XXXXXX");
	return !mkdtemp(root);
}

static void free_results(void)
{
	kernel_config_free(&config);
	for (int i = 0; i < DOCTOR_SOURCES; i++)
		free(source[i].why);
	memset(source, 0, sizeof(source));
}

static int tear_down(void **state)
{
	char command[64];

	free_results();
	snprintf(command, sizeof(command), "rm -r %s", root);
	return system(command);
}

/* Writes a file of the machine, and creates its folders. */
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

/* Checks the sources of a machine with this configuration. */
static void check(const char *text, const struct source_facts *also)
{
	struct source_facts facts = {0};

	if (also)
		facts = *also;
	free_results();
	put("/boot/config-6.6", text, strlen(text));
	kernel_config_find(root, "6.6", &config);
	assert_string_equal(config.path, "/boot/config-6.6");
	facts.config = &config;
	sources_check(&facts, source);
}

static const struct doctor_source *find(const char *name)
{
	for (int i = 0; i < DOCTOR_SOURCES; i++)
		if (!strcmp(source[i].name, name))
			return &source[i];
	fail_msg("no source %s", name);
	return NULL;
}

static void works(const char *name)
{
	assert_true(find(name)->works);
	assert_null(find(name)->why);
}

/* The source works, but without phases. */
static void lacks_phases(const char *name, const char *why)
{
	assert_true(find(name)->works);
	assert_string_equal(find(name)->why, why);
}

static void tracefs_works(void)
{
	lacks_phases("tracefs",
		     "unknown: handling time of notifications, delays of "
		     "interrupt threads (counted as service), lost doorbells "
		     "and messages not taken (both counted as timeouts), "
		     "transfers refused for lack of a free message");
}

static void fails(const char *name, const char *why)
{
	assert_false(find(name)->works);
	assert_string_equal(find(name)->why, why);
}

static void all_options(void **state)
{
	struct doctor_config_line line[DOCTOR_CONFIG_LINES_MAX];

	check(EVENTS PROBES BPF TYPES TRACER, NULL);
	assert_string_equal(source[0].name, "BPF, fentry");
	for (int i = 0; i < DOCTOR_SOURCES - 1; i++)
		works(source[i].name);
	tracefs_works();
	assert_null(config_lacks(&config, SOURCES_ALL, true));
	assert_int_equal(config_missing(&config, line), 0);
}

/* Types of a module matter if the core is one. */
static void core_as_module(void **state)
{
	struct doctor_config_line line[DOCTOR_CONFIG_LINES_MAX];
	char text[1024];

	snprintf(text, sizeof(text), "%s%s", strchr(EVENTS, '\n'),
		 "CONFIG_ARM_SCMI_PROTOCOL=m\n" PROBES BPF TYPES TRACER);
	check(text, NULL);
	fails("BPF, fentry", "not set: CONFIG_DEBUG_INFO_BTF_MODULES");
	fails("BPF, kprobes", "not set: CONFIG_DEBUG_INFO_BTF_MODULES");
	works("BPF without BTF");
	assert_int_equal(config_missing(&config, line), 1);
	assert_string_equal(line[0].text, "CONFIG_DEBUG_INFO_BTF_MODULES=y");
	assert_string_equal(line[0].source, "BPF, kprobes");
	strcat(text, "CONFIG_DEBUG_INFO_BTF_MODULES=y\n");
	check(text, NULL);
	works("BPF, fentry");
	assert_int_equal(config_missing(&config, line), 0);
}

/* As Armbian's kernel for RK3588. */
static void no_types(void **state)
{
	check(EVENTS PROBES BPF TRACER, NULL);
	fails("BPF, fentry",
	      "not set: CONFIG_DEBUG_INFO, CONFIG_DEBUG_INFO_BTF");
	fails("BPF, kprobes",
	      "not set: CONFIG_DEBUG_INFO, CONFIG_DEBUG_INFO_BTF");
	works("BPF without BTF");
	tracefs_works();
}

/* Reduced debugging information makes no types. */
static void reduced_types(void **state)
{
	struct doctor_config_line line[DOCTOR_CONFIG_LINES_MAX];

	check(EVENTS PROBES BPF TYPES TRACER "CONFIG_DEBUG_INFO_REDUCED=y\n",
	      NULL);
	fails("BPF, fentry", "not set: CONFIG_DEBUG_INFO_REDUCED=n");
	assert_int_equal(config_missing(&config, line), 1);
	assert_string_equal(line[0].text,
			    "# CONFIG_DEBUG_INFO_REDUCED is not set");
}

/* As Rockchip's kernel. */
static void no_bpf(void **state)
{
	static const char lacks[] =
		"not set: CONFIG_BPF_SYSCALL, CONFIG_BPF_EVENTS";

	check(EVENTS PROBES TYPES TRACER "CONFIG_PERF_EVENTS=y\n", NULL);
	fails("BPF, fentry", lacks);
	fails("BPF, kprobes", lacks);
	fails("BPF without BTF", lacks);
	tracefs_works();
}

/* As the default configuration of arm64, and those of NXP and ST. */
static void no_ftrace(void **state)
{
	struct doctor_config_line line[DOCTOR_CONFIG_LINES_MAX];
	char *kernel;

	check("CONFIG_ARM_SCMI_PROTOCOL=y\nCONFIG_KALLSYMS=y\n"
	      "# CONFIG_FTRACE is not set\nCONFIG_KPROBES=y\n"
	      "CONFIG_PERF_EVENTS=y\nCONFIG_BPF_SYSCALL=y\n"
	      "CONFIG_BPF_JIT=y\nCONFIG_DEBUG_INFO=y\n"
	      "CONFIG_DEBUG_INFO_REDUCED=y\n",
	      NULL);
	fails("tracefs", "not set: CONFIG_FTRACE, CONFIG_EVENT_TRACING");
	fails("BPF without BTF",
	      "not set: CONFIG_FTRACE, CONFIG_EVENT_TRACING, "
	      "CONFIG_BPF_EVENTS");
	kernel = config_lacks(&config, SOURCE(TRACEFS), true);
	assert_string_equal(kernel, "CONFIG_FTRACE, CONFIG_EVENT_TRACING");
	free(kernel);
	/* EVENT_TRACING and BPF_EVENTS follow from these. */
	assert_int_equal(config_missing(&config, line), 6);
	assert_string_equal(line[0].text, "CONFIG_FTRACE=y");
	assert_string_equal(line[0].source, "tracefs");
	assert_string_equal(line[1].text, "CONFIG_KPROBE_EVENTS=y");
	assert_string_equal(line[2].text,
			    "# CONFIG_DEBUG_INFO_REDUCED is not set");
	assert_string_equal(line[2].source, "BPF, kprobes");
	assert_string_equal(line[3].text, "CONFIG_DEBUG_INFO_BTF=y");
	assert_string_equal(line[4].text, "CONFIG_FUNCTION_TRACER=y");
	assert_string_equal(line[4].source, "BPF, fentry");
	assert_string_equal(line[5].text, "CONFIG_DYNAMIC_FTRACE=y");
}

/* Without kprobes fentry works, and the simple sources have tracepoints alone. */
static void no_kprobes(void **state)
{
	static const char lacks[] = "tracepoints only; not set: "
				    "CONFIG_KPROBES, CONFIG_KPROBE_EVENTS";

	check(EVENTS BPF TYPES TRACER, NULL);
	works("BPF, fentry");
	fails("BPF, kprobes", "not set: CONFIG_KPROBES, CONFIG_KPROBE_EVENTS");
	lacks_phases("BPF without BTF", lacks);
	lacks_phases("tracefs", lacks);
}

static void no_scmi(void **state)
{
	check("CONFIG_FTRACE=y\nCONFIG_EVENT_TRACING=y\n", NULL);
	fails("tracefs", "not set: CONFIG_ARM_SCMI_PROTOCOL");
	assert_null(config_lacks(&config, SOURCE(TRACEFS), false));
}

/* A module counts for SCMI alone; prefixes and comments do not count. */
static void values(void **state)
{
	check("CONFIG_ARM_SCMI_PROTOCOL=m\nCONFIG_FTRACE=m\n"
	      "# CONFIG_A=y\nCONFIG_AB=y\nXCONFIG_A=y\nCONFIG_C=n\n"
	      "CONFIG_D=\"n\"",
	      NULL);
	assert_int_equal(kernel_config_get(&config, "ARM_SCMI_PROTOCOL"),
			 CONFIG_MODULE);
	assert_int_equal(kernel_config_get(&config, "A"), CONFIG_OFF);
	assert_int_equal(kernel_config_get(&config, "AB"), CONFIG_BUILT_IN);
	assert_int_equal(kernel_config_get(&config, "C"), CONFIG_OFF);
	assert_int_equal(kernel_config_get(&config, "D"), CONFIG_BUILT_IN);
	fails("tracefs", "not set: CONFIG_FTRACE, CONFIG_EVENT_TRACING");
}

/* Obstacles on a kernel with all options. */
static void obstacles(void **state)
{
	struct hook_choice choice[HOOKS_MAX] = {{.how = "tp_btf"}};
	struct source_facts facts = {.hides_memory = true};
	static const char all[] = EVENTS PROBES BPF TYPES TRACER;

	check(all, &facts);
	fails("BPF, fentry", "lockdown (confidentiality) forbids reading the "
			     "kernel's memory");
	lacks_phases("BPF without BTF",
		     "tracepoints only; lockdown (confidentiality) forbids "
		     "reading the kernel's memory");
	fails("tracefs", "lockdown (confidentiality) forbids it");

	facts = (struct source_facts){.choice = choice,
				      .no_tracefs = "not mounted"};
	choice[1].how = "kprobe";
	check(all, &facts);
	fails("BPF, fentry", "this kernel does not support it (arm64: since "
			     "Linux 6.4)");
	works("BPF, kprobes");
	fails("tracefs", "not mounted");

	choice[1].how = "fentry";
	facts.no_kprobes = "off";
	facts.no_tracefs = NULL;
	check(all, &facts);
	works("BPF, fentry");
	fails("BPF, kprobes", "off");
	lacks_phases("BPF without BTF", "tracepoints only; off");
	lacks_phases("tracefs", "tracepoints only; off");
	facts.no_kprobes = NULL;

	choice[0].how = "raw_tp";
	check(all, &facts);
	fails("BPF, fentry",
	      "the kernel has no types (BTF) of SCMI structures");
	fails("BPF, kprobes",
	      "the kernel has no types (BTF) of SCMI structures");

	choice[0].how = "tp_btf";
	choice[1].how = NULL;
	facts.no_registers = "not this processor";
	check(all, &facts);
	fails("BPF, kprobes", "not this processor");
	lacks_phases("BPF without BTF", "tracepoints only; not this processor");
	tracefs_works();

	facts = (struct source_facts){.obstacle = "not root"};
	check(all, &facts);
	for (int i = 0; i < DOCTOR_SOURCES - 1; i++)
		fails(source[i].name, "not root");
	tracefs_works();
}

/* Without a configuration, no option counts as missing, but all are printed. */
static void unknown(void **state)
{
	struct doctor_config_line line[DOCTOR_CONFIG_LINES_MAX];
	struct source_facts facts = {.config = &config};

	kernel_config_find(root, "6.6", &config);
	assert_null(config.path);
	assert_null(config_lacks(&config, SOURCES_ALL, true));
	sources_check(&facts, source);
	works("BPF, fentry");
	assert_int_equal(config_missing(&config, line), 13);
}

/* The kernel's own file comes first, and is packed; others are not read. */
static void files(void **state)
{
	static const char text[] = "CONFIG_A=y\n";
	void *packed;
	size_t len;

	put("/lib/modules/6.6/config", "CONFIG_B=y\n", 11);
	kernel_config_find(root, "6.6", &config);
	assert_string_equal(config.path, "/lib/modules/6.6/config");
	kernel_config_free(&config);
	kernel_config_find(root, "6.7", &config);
	assert_null(config.path);

	/* Not a configuration: the next one is read. */
	put("/proc/config.gz", "nothing\n", 8);
	kernel_config_find(root, "6.6", &config);
	assert_string_equal(config.path, "/lib/modules/6.6/config");
	kernel_config_free(&config);

	gzip_pack(text, strlen(text), &packed, &len);
	put("/proc/config.gz", packed, len);
	free(packed);
	kernel_config_find(root, "6.6", &config);
	assert_string_equal(config.path, "/proc/config.gz");
	assert_int_equal(kernel_config_get(&config, "A"), CONFIG_BUILT_IN);
	assert_int_equal(kernel_config_get(&config, "B"), CONFIG_OFF);
	kernel_config_free(&config);
	assert_int_equal(kernel_config_read("/no/such/file", &config), -ENOENT);
}

/* There are kprobes, and they are on. */
static void kprobes(void **state)
{
	assert_string_equal(
		kernel_lacks_kprobes(root),
		"this kernel has no kprobes (CONFIG_KPROBE_EVENTS)");
	put("/sys/bus/event_source/devices/kprobe/type", "6\n", 2);
	assert_null(kernel_lacks_kprobes(root));
	put("/sys/kernel/debug/kprobes/enabled", "1\n", 2);
	assert_null(kernel_lacks_kprobes(root));
	put("/sys/kernel/debug/kprobes/enabled", "0\n", 2);
	assert_string_equal(kernel_lacks_kprobes(root),
			    "kprobes are off: echo 1 "
			    ">/sys/kernel/debug/kprobes/enabled");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(all_options),   TEST(core_as_module), TEST(no_types),
		TEST(reduced_types), TEST(no_bpf),	   TEST(no_ftrace),
		TEST(no_kprobes),    TEST(no_scmi),	   TEST(values),
		TEST(obstacles),     TEST(unknown),	   TEST(files),
		TEST(kprobes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
