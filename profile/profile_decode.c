// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reading is strict: it accepts only numbers that a writer can have written, and
 * no unknown keys. Each value that is read is removed from the tree, so any that
 * remains in an object is unknown.
 */
#include "profile_decode.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "names.h"
#include "profile_json.h"

static int decode_hook(struct json_reader *r, json_t *object, struct run *run)
{
	const char *name, *how;
	int err = json_need_string(r, object, "name", &name);

	if (!err)
		err = json_need_string(r, object, "how", &how);
	if (err)
		return err;
	for (size_t i = 0; i < run->n_hooks; i++)
		if (!strcmp(run->hooks[i].name, name))
			return json_fail(r, "two hooks are named '%s'", name);
	run_add_hook(run, name, how);
	json_object_del(object, "name");
	json_object_del(object, "how");
	return json_read_end(r, object);
}

static int decode_run(struct json_reader *r, json_t *object, struct run *run)
{
	const char *source;
	json_t *hooks, *hook;
	size_t i;
	int err;

	if ((err = json_need_string(r, object, "source", &source)))
		return err;
	run->source = NAME_INDEX(source_name, SOURCES, source);
	if (run->source == SOURCES)
		return json_fail(r, "unknown source \'%s\'", source);
	json_object_del(object, "source");
	if ((err = json_read_string(r, object, "kernel", &run->kernel)) ||
	    (err = json_read_string(r, object, "arch", &run->arch)) ||
	    (err = json_read_string(r, object, "host", &run->host)) ||
	    (err = json_read_string(r, object, "command", &run->command)) ||
	    (err = json_read_string(r, object, "tool", &run->tool)) ||
	    (err = json_read_number(r, object, "start_unix_s", PROFILE_NS_MAX,
				    &run->start_unix_s)) ||
	    (err = json_read_number(r, object, "duration_ns", PROFILE_NS_MAX,
				    &run->duration_ns)) ||
	    (err = json_read_number(r, object, "resolution_ns", PROFILE_NS_MAX,
				    &run->resolution_ns)) ||
	    (err = json_read_true(r, object, "deterministic",
				  &run->deterministic)) ||
	    (err = json_read_number(r, object, "self_runs", PROFILE_COUNT_MAX,
				    &run->self_runs)) ||
	    (err = json_read_number(r, object, "self_ns", PROFILE_NS_MAX,
				    &run->self_ns)) ||
	    (err = json_need_array(r, object, "hooks", &hooks)))
		return err;
	if (json_array_size(hooks) > PROFILE_HOOKS)
		return json_fail(r, "there are too many hooks");
	json_array_foreach(hooks, i, hook) {
		if ((err = decode_hook(r, hook, run)))
			return err;
	}
	json_object_del(object, "hooks");
	return json_read_end(r, object);
}

static int decode_event(struct json_reader *r, json_t *object,
			struct profile *p)
{
	struct anomaly_event event = {0};
	const char *kind, *comm;
	uint64_t token, cpu, pid;
	int err;

	if ((err = decode_key(r, object, &event.key)) ||
	    (err = json_read_number(r, object, "time_ns", PROFILE_NS_MAX,
				    &event.time_ns)) ||
	    (err = json_read_number(r, object, "age_ns", PROFILE_NS_MAX,
				    &event.age_ns)) ||
	    (err = json_read_number(r, object, "token", LC_TOKENS - 1,
				    &token)) ||
	    (err = json_read_number(r, object, "cpu", UINT32_MAX, &cpu)) ||
	    (err = json_read_number(r, object, "pid", UINT32_MAX, &pid)) ||
	    (err = json_need_string(r, object, "kind", &kind)) ||
	    (err = json_need_string(r, object, "comm", &comm)))
		return err;
	/* See decode_anomaly_counts(). */
	if (!strcmp(kind, counter_name(LC_OUT_OF_ORDER)))
		return 0;
	event.kind = (uint8_t)NAME_INDEX(anomaly_name, LA_KINDS, kind);
	if (event.kind == LA_KINDS)
		return json_fail(r, "unknown kind \'%s\'", kind);
	if (strlen(comm) >= sizeof(event.comm))
		return json_fail(r, "comm is too long");
	strcpy(event.comm, comm);
	event.token = (uint16_t)token;
	event.cpu = (uint32_t)cpu;
	event.pid = (uint32_t)pid;
	json_object_del(object, "kind");
	json_object_del(object, "comm");
	profile_add_event(p, &event);
	return json_read_end(r, object);
}

static int decode_events(struct json_reader *r, json_t *root, struct profile *p)
{
	json_t *events, *value;
	size_t i;
	int err;

	if ((err = json_need_array(r, root, "events", &events)))
		return err;
	if (json_array_size(events) > PROFILE_EVENTS)
		return json_fail(r, "there are too many events");
	json_array_foreach(events, i, value) {
		snprintf(r->where, sizeof(r->where), "event %zu", i);
		if ((err = decode_event(r, value, p)))
			return err;
	}
	*r->where = '\0';
	json_object_del(root, "events");
	return 0;
}

static int decode_lost(struct json_reader *r, json_t *object, struct profile *p)
{
	int err;

	snprintf(r->where, sizeof(r->where), "lost");
	for (int i = 0; i < LOST_CAUSES; i++) {
		if ((err = json_read_number(r, object, lost_name(i),
					    PROFILE_COUNT_MAX, &p->lost[i])))
			return err;
	}
	if ((err = json_read_end(r, object)))
		return err;
	*r->where = '\0';
	return 0;
}

static int decode_profile(struct json_reader *r, json_t *root,
			  struct profile *p)
{
	json_t *runs, *series, *lost, *value;
	size_t i;
	int err;

	if ((err = json_need_array(r, root, "runs", &runs)) ||
	    (err = json_need_array(r, root, "series", &series)) ||
	    (err = json_need_object(r, root, "lost", &lost)))
		return err;
	if (!json_array_size(runs))
		return json_fail(r, "runs is empty");
	if (json_array_size(series) > PROFILE_SERIES_MAX)
		return json_fail(r, "there are too many series");
	json_array_foreach(runs, i, value) {
		struct run *run = profile_add_run(p);

		snprintf(r->where, sizeof(r->where), "run %zu", i);
		if ((err = decode_run(r, value, run)))
			return err;
	}
	json_array_foreach(series, i, value) {
		snprintf(r->where, sizeof(r->where), "series %zu", i);
		if ((err = decode_series(r, value, p)))
			return err;
	}
	if ((err = decode_events(r, root, p)) ||
	    (err = decode_intervals(r, root, p)) ||
	    (err = decode_lost(r, lost, p)) ||
	    (err = json_read_number(r, root, "untracked", PROFILE_COUNT_MAX,
				    &p->untracked)) ||
	    (err = json_read_number(r, root, "unparsed_lines",
				    PROFILE_COUNT_MAX, &p->unparsed_lines)))
		return err;
	json_object_del(root, "schema");
	json_object_del(root, "runs");
	json_object_del(root, "series");
	json_object_del(root, "lost");
	return json_read_end(r, root);
}

/* Recognises the format and its version by "schema". */
static enum profile_json_result recognise(struct json_reader *r,
					  const json_t *root)
{
	const size_t len = strlen(PROFILE_FORMAT);
	const char *schema;
	unsigned long version;
	char *end;

	schema = json_string_value(json_object_get(root, "schema"));
	if (!schema || strncmp(schema, PROFILE_FORMAT, len) ||
	    schema[len] < '1' || schema[len] > '9') {
		json_fail(r, "its JSON has no \"schema\": \"" PROFILE_FORMAT
			     "…\"");
		return PROFILE_JSON_FOREIGN;
	}
	version = strtoul(schema + len, &end, 10);
	if (*end) {
		json_fail(r, "schema is '%s'", schema);
		return PROFILE_JSON_FOREIGN;
	}
	if (version != PROFILE_VERSION) {
		json_fail(r, "its format is %s", schema);
		return version > PROFILE_VERSION ? PROFILE_JSON_FUTURE
						 : PROFILE_JSON_OLD;
	}
	return PROFILE_JSON_OK;
}

enum profile_json_result profile_decode(struct profile *p, const char *json,
					size_t len, char *why, size_t why_len)
{
	static const char start[] = "{\"schema\":\"" PROFILE_FORMAT;
	struct json_reader r = {.why = why, .why_len = why_len};
	enum profile_json_result result;
	json_error_t error;
	json_t *root;

	if (json_cost(json, len) > PROFILE_JSON_COST) {
		json_fail(&r, "its JSON has too many values");
		return PROFILE_JSON_CORRUPT;
	}
	root = json_loadb(json, len, JSON_REJECT_DUPLICATES, &error);
	if (!root) {
		json_fail(&r, "byte %d: %s", error.position, error.text);
		return len >= strlen(start) &&
				       !memcmp(json, start, strlen(start))
			       ? PROFILE_JSON_CORRUPT
			       : PROFILE_JSON_FOREIGN;
	}
	result = recognise(&r, root);
	if (result == PROFILE_JSON_OK && decode_profile(&r, root, p))
		result = PROFILE_JSON_CORRUPT;
	json_decref(root);
	return result;
}
