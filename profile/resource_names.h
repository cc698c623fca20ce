/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Names of resources: the clocks, sensors, domains … that messages are about. A
 * platform gives them, so they are untrusted: other characters than those of usual
 * names are replaced.
 */
#ifndef SCMI_PERF_RESOURCE_NAMES_H
#define SCMI_PERF_RESOURCE_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* With a NUL; the longest of the specification has 64 bytes. */
#define RESOURCE_NAME_LEN 64

/* Maximum number of names in a profile. */
#define PROFILE_RESOURCE_NAMES 4096

/* The resource is identified by the first three members. */
struct resource_name {
	uint8_t instance; /* SCMI instance */
	uint8_t protocol;
	uint32_t id;
	char name[RESOURCE_NAME_LEN]; /* empty: it has two different ones */
};

/* A table, sorted. All-zero is empty. */
struct resource_names {
	struct resource_name *name;
	size_t n, cap;
};

/*
 * Adds a name. A resource with two different names, of two recordings, has none. Returns
 * false if there are PROFILE_RESOURCE_NAMES of other resources.
 */
bool resource_names_add(struct resource_names *names,
			const struct resource_name *name);
void resource_names_free(struct resource_names *names);

/*
 * The same from @len bytes at @text, which end earlier with a NUL, if there is one.
 * Nothing is added for an empty name.
 */
void resource_names_add_text(struct resource_names *names, uint8_t instance,
			     uint8_t protocol, uint32_t id, const char *text,
			     size_t len);

/*
 * The same of a platform whose names may be shortened: a later name replaces another
 * one if it is @whole, and is ignored otherwise.
 */
void resource_names_learn(struct resource_names *names,
			  const struct resource_name *key, const char *text,
			  size_t len, bool whole);

/* Uses these names from now on, as vendor_use() those of vendors. */
void resource_names_use(const struct resource_names *names);
void resource_names_forget(void);

/* Returns the name that is used for a resource, or NULL. */
const char *resource_name(uint8_t instance, uint8_t protocol, uint32_t id);

#endif
