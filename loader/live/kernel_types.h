/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kernel's types (BTF). If the SCMI core is a module, its types are the module's, to
 * which libbpf adds those of the kernel itself.
 */
#ifndef SCMI_PERF_KERNEL_TYPES_H
#define SCMI_PERF_KERNEL_TYPES_H

#include <stdbool.h>

struct btf;

/*
 * Returns the types, with those of the module of the SCMI core, or NULL if they cannot be
 * read. The first call of libbpf: sets its output, too. Free with kernel_types_free().
 */
struct btf *kernel_types_load(void);
void kernel_types_free(struct btf *types); /* NULL is allowed */

/* Returns the part of the types that is the kernel's own. */
const struct btf *kernel_types_own(const struct btf *types);

/* Returns true if there are the types of the core's structures. */
bool kernel_types_have_core(const struct btf *types);

/* Returns true if there is the type of a tracepoint of SCMI: such as "scmi_xfer_begin". */
bool kernel_types_have_event(const struct btf *types, const char *event);

/* Returns true if the kernel or @module, "": none, has a type of the function. */
bool kernel_types_have_function(struct btf *types, const char *function,
				const char *module);

/*
 * Stores the name of the module that the SCMI core is in to @name; "": it is built in,
 * not loaded, or unknown.
 */
#define KERNEL_MODULE_LEN 64
void kernel_core_module(char name[KERNEL_MODULE_LEN]);

/*
 * Returns true if libbpf can use the types of modules, which needs CAP_SYS_ADMIN, because
 * the kernel lists them by number.
 */
bool kernel_types_of_modules_usable(void);

#endif
