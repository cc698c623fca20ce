// SPDX-License-Identifier: GPL-2.0-only
#include "kernel_types.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <bpf/libbpf.h>

#include "diag.h"
#include "kernel_symbols.h"
#include "refused_program.h"

static int print_libbpf(enum libbpf_print_level level, const char *fmt,
			va_list ap)
{
	char text[512];
	va_list copy;

	va_copy(copy, ap);
	vsnprintf(text, sizeof(text), fmt, copy);
	va_end(copy);
	if (level == LIBBPF_WARN)
		refused_program_note(text);
	if (level == LIBBPF_DEBUG || diag_level < DIAG_VERBOSE)
		return 0;
	diag_verbose_lines(fmt, ap);
	return 0;
}

void kernel_core_module(char name[KERNEL_MODULE_LEN])
{
	/* Of the core in all versions, and of nothing else. */
	struct kernel_symbol s = {.name = "scmi_notify"};

	_Static_assert(sizeof(s.module) == KERNEL_MODULE_LEN, "their sizes");
	kernel_symbols_find(&s, 1);
	memcpy(name, s.module, sizeof(s.module));
}

bool kernel_types_of_modules_usable(void)
{
	__u32 id;

	return !bpf_btf_get_next_id(0, &id) || errno != EPERM;
}

struct btf *kernel_types_load(void)
{
	char module[KERNEL_MODULE_LEN];
	struct btf *own, *all = NULL;

	libbpf_set_print(print_libbpf);
	own = btf__load_vmlinux_btf();
	if (!own || kernel_types_have_core(own) ||
	    !kernel_types_of_modules_usable())
		return own;
	kernel_core_module(module);
	if (*module)
		all = btf__load_module_btf(module, own);
	return all ? all : own;
}

void kernel_types_free(struct btf *types)
{
	const struct btf *own = kernel_types_own(types);

	btf__free(types);
	if (own != types)
		btf__free((struct btf *)own);
}

const struct btf *kernel_types_own(const struct btf *types)
{
	const struct btf *base = types ? btf__base_btf(types) : NULL;

	return base ? base : types;
}

static bool has(const struct btf *btf, const char *name, __u32 kind)
{
	return btf && btf__find_by_name_kind(btf, name, kind) > 0;
}

bool kernel_types_have_core(const struct btf *types)
{
	return has(types, "scmi_info", BTF_KIND_STRUCT);
}

bool kernel_types_have_event(const struct btf *types, const char *event)
{
	char type[64];

	snprintf(type, sizeof(type), "btf_trace_%s", event);
	return has(types, type, BTF_KIND_TYPEDEF);
}

bool kernel_types_have_function(struct btf *types, const char *function,
				const char *module)
{
	struct btf *other;
	bool found = has(types, function, BTF_KIND_FUNC);

	/* Those of the core's module are among the types. */
	if (found || !types || !*module)
		return found;
	other = btf__load_module_btf(module,
				     (struct btf *)kernel_types_own(types));
	found = has(other, function, BTF_KIND_FUNC);
	btf__free(other);
	return found;
}
