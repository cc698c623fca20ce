// SPDX-License-Identifier: GPL-2.0-only
#include "support.h"

#include <dirent.h>
#include <inttypes.h>
#include <linux/capability.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "diag.h"
#include "hooks.h"
#include "kernel_config.h"
#include "kernel_lockdown.h"
#include "kernel_symbols.h"
#include "kernel_types.h"
#include "raw_mode.h"
#include "recording_sources.h"

#define SET(c, name, how, step, ...)                                       \
	do {                                                               \
		(c)->subject = (name);                                     \
		(c)->state = (how);                                        \
		(c)->next_step = (step);                                   \
		snprintf((c)->finding, sizeof((c)->finding), __VA_ARGS__); \
	} while (0)

static void check_kernel(struct doctor_check *c)
{
	char *needed, *wanted;
	struct kernel_config config;
	struct utsname u;

	uname(&u);
	kernel_config_find("", u.release, &config);
	/* check_events() reports a kernel without SCMI. */
	needed = config_lacks(&config, SOURCE(BPF), false);
	wanted = config_lacks(&config, SOURCES_ALL, false);
	if (!config.path)
		SET(c, "kernel", DOCTOR_NOTE, NULL,
		    "%s %s; its configuration is unknown", u.release,
		    u.machine);
	else if (needed)
		SET(c, "kernel", DOCTOR_FAIL,
		    "'scmi-perf doctor --kernel-config' prints the lines for "
		    "its configuration; or import a log of another system",
		    "%s %s, built without %s", u.release, u.machine, needed);
	else if (wanted)
		SET(c, "kernel", DOCTOR_NOTE,
		    "'scmi-perf doctor --kernel-config' prints the lines for "
		    "its configuration",
		    "%s %s, built without %s", u.release, u.machine, wanted);
	else
		SET(c, "kernel", DOCTOR_OK, NULL, "%s %s", u.release,
		    u.machine);
	free(needed);
	free(wanted);
	kernel_config_free(&config);
}

static uint64_t effective_capabilities(void)
{
	FILE *f = fopen("/proc/self/status", "re");
	uint64_t caps = 0;
	char line[256];

	if (!f)
		return 0;
	while (fgets(line, sizeof(line), f))
		if (sscanf(line, "CapEff: %" SCNx64, &caps) == 1)
			break;
	fclose(f);
	return caps;
}

static void check_privileges(struct doctor_check *c)
{
	const uint64_t bpf = 1ull << CAP_BPF | 1ull << CAP_PERFMON;
	uint64_t caps = effective_capabilities();

	if (caps & 1ull << CAP_SYS_ADMIN)
		SET(c, "privileges", DOCTOR_OK, NULL, "CAP_SYS_ADMIN");
	else if ((caps & bpf) == bpf)
		SET(c, "privileges", DOCTOR_OK, NULL,
		    "CAP_BPF and CAP_PERFMON");
	else
		SET(c, "privileges", DOCTOR_FAIL,
		    "run it as root (sudo) or with both capabilities; "
		    "'scmi-perf import' needs neither",
		    "user %u lacks CAP_BPF and CAP_PERFMON", geteuid());
}

static void check_lockdown(struct doctor_check *c)
{
	char line[KERNEL_LOCKDOWN_LEN];

	if (!kernel_lockdown_read(line))
		SET(c, "lockdown", DOCTOR_OK, NULL,
		    "none (or securityfs is not mounted)");
	else if (kernel_hides_memory())
		/* 6.12 only refuses programs that read the kernel's memory. */
		SET(c, "lockdown", DOCTOR_NOTE,
		    "if it does, boot with lockdown=integrity, or import a log "
		    "of another system",
		    "the kernel is locked down (confidentiality) and may "
		    "refuse BPF programs");
	else
		SET(c, "lockdown", DOCTOR_OK, NULL, "%s", line);
}

/*
 * Tracefs and kallsyms may need privileges; any user can read types, but loading them
 * takes long. *@types is NULL at first.
 */
static bool has_tracepoint(const char *event, struct btf **types)
{
	char path[128];

	snprintf(path, sizeof(path), "/sys/kernel/tracing/events/scmi/%s",
		 event);
	if (!access(path, F_OK))
		return true;
	if (!*types)
		*types = kernel_types_load();
	if (kernel_types_have_event(*types, event))
		return true;
	snprintf(path, sizeof(path), "__tracepoint_%s", event);
	return kernel_has_symbol(path);
}

/*
 * Counts the tracepoints that the programs need, and those that exist. Returns the
 * first that does not, or NULL.
 */
static const char *count_events(size_t *needed, size_t *found)
{
	const char *missing = NULL;
	struct btf *types = NULL;

	*needed = *found = 0;
	for (size_t i = 0; i < n_hook_targets; i++) {
		const char *name = hook_targets[i].name;

		if (!hook_targets[i].required)
			continue;
		++*needed;
		if (has_tracepoint(name, &types))
			++*found;
		else if (!missing)
			missing = name;
	}
	kernel_types_free(types);
	return missing;
}

static void check_events(struct doctor_check *c)
{
	size_t needed, found;
	const char *missing = count_events(&needed, &found);

	if (!missing)
		SET(c, "SCMI tracepoints", DOCTOR_OK, NULL, "all %zu found",
		    needed);
	else if (found)
		SET(c, "SCMI tracepoints", DOCTOR_FAIL,
		    "record through tracefs, which does without it",
		    "this kernel is too old for BPF programs: it has no "
		    "scmi:%s",
		    missing);
	else
		SET(c, "SCMI tracepoints", DOCTOR_FAIL,
		    "use a kernel with CONFIG_ARM_SCMI_PROTOCOL (arm, arm64; "
		    "x86 has none), load the scmi modules if they are "
		    "modules, or import a log of such a system",
		    "this kernel has no scmi:%s", missing);
}

const char *support_lacks_event(void)
{
	size_t needed, found;

	return count_events(&needed, &found) && found
		       ? "this kernel is too old for BPF programs: it lacks an "
			 "SCMI tracepoint"
		       : NULL;
}

static const char *without_types(void)
{
	return hooks_lack_registers()
		       ? "no action needed: raw tracepoints are used instead"
		       : "no action needed: raw tracepoints, and kprobes with "
			 "assumed offsets, are used instead. With "
			 "CONFIG_DEBUG_INFO_BTF, and "
			 "CONFIG_DEBUG_INFO_BTF_MODULES if the SCMI core is a "
			 "module, the kernel checks types";
}

/* The kernel has types, but none of SCMI that can be used. */
static void note_core_types(struct doctor_check *c, const char *module)
{
	if (!*module)
		SET(c, "kernel types (BTF)", DOCTOR_NOTE, NULL,
		    "found, but without those of the SCMI tracepoints");
	else if (!kernel_types_of_modules_usable())
		SET(c, "kernel types (BTF)", DOCTOR_NOTE,
		    "run it with CAP_SYS_ADMIN; otherwise kprobes with assumed "
		    "offsets are used",
		    "those of the SCMI core are its module's (%s), which need "
		    "CAP_SYS_ADMIN",
		    module);
	else
		SET(c, "kernel types (BTF)", DOCTOR_NOTE, without_types(),
		    "found, but the SCMI core's module (%s) has none", module);
}

static void check_btf(struct doctor_check *c)
{
	struct btf *types = kernel_types_load();
	const bool found = kernel_types_have_event(types, hook_targets[0].name);
	char module[KERNEL_MODULE_LEN] = "";

	if (types && (!found || kernel_types_own(types) != types))
		kernel_core_module(module);
	if (!types)
		SET(c, "kernel types (BTF)", DOCTOR_NOTE, without_types(),
		    "none: /sys/kernel/btf/vmlinux cannot be read");
	else if (!found)
		note_core_types(c, module);
	else if (*module)
		SET(c, "kernel types (BTF)", DOCTOR_OK, NULL,
		    "found, those of the SCMI core in its module (%s)", module);
	else
		SET(c, "kernel types (BTF)", DOCTOR_OK, NULL, "found");
	kernel_types_free(types);
}

/* Without a kernel's table of symbols they are hidden, too. */
static void check_addresses(struct doctor_check *c)
{
	if (kernel_symbols_hidden())
		SET(c, "function addresses", DOCTOR_NOTE,
		    "needs CAP_SYSLOG, and the sysctl kernel.kptr_restrict "
		    "below 2",
		    "hidden: names in stacks need them, and all transports "
		    "on a kernel without types");
	else
		SET(c, "function addresses", DOCTOR_OK, NULL, "found");
}

static void check_devices(struct doctor_check *c)
{
	DIR *dir = opendir("/sys/bus/scmi_protocol/devices");
	unsigned int devices = 0;
	struct dirent *d;

	while (dir && (d = readdir(dir)))
		if (d->d_name[0] != '.')
			devices++;
	if (dir)
		closedir(dir);
	if (devices)
		SET(c, "SCMI devices", DOCTOR_OK, NULL,
		    "%u on the scmi_protocol bus", devices);
	else
		SET(c, "SCMI devices", DOCTOR_NOTE,
		    "look for firmware/scmi in the device tree and for "
		    "arm-scmi "
		    "in dmesg",
		    "none: nothing is measured until one is probed");
}

static void note_raw_mode(struct doctor_check *c)
{
	SET(c, "raw mode", DOCTOR_NOTE, NULL,
	    "on: the kernel's worker ends messages that programs send through "
	    "debugfs, one after the other, so their wakeup includes waits for "
	    "others, and their caller is the worker");
}

size_t support_check(struct doctor_check checks[DOCTOR_CHECKS_MAX])
{
	static void (*const all[])(struct doctor_check *) = {
		check_kernel, check_events,    check_privileges, check_lockdown,
		check_btf,    check_addresses, check_devices,
	};
	size_t n = sizeof(all) / sizeof(all[0]);

	_Static_assert(sizeof(all) / sizeof(all[0]) + 1 < DOCTOR_CHECKS_MAX,
		       "DOCTOR_CHECKS_MAX");
	for (size_t i = 0; i < n; i++)
		all[i](&checks[i]);
	if (raw_mode_is_on(""))
		note_raw_mode(&checks[n++]);
	return n;
}

bool support_refuses(const char *command)
{
	struct doctor_check checks[DOCTOR_CHECKS_MAX];
	size_t n = support_check(checks);

	for (size_t i = 0; i < n; i++) {
		if (checks[i].state != DOCTOR_FAIL)
			continue;
		diag_error("cannot %s: %s", command, checks[i].finding);
		diag_hint("%s", checks[i].next_step);
		return true;
	}
	return false;
}

void support_explain_failure(void)
{
	struct doctor_check checks[DOCTOR_CHECKS_MAX];
	size_t n = support_check(checks);

	for (size_t i = 0; i < n; i++)
		if (checks[i].state == DOCTOR_NOTE && checks[i].next_step)
			diag_hint("%s; %s", checks[i].finding,
				  checks[i].next_step);
}
