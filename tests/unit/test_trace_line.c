// SPDX-License-Identifier: GPL-2.0-only
/* The text and JSON lines of a trace, for normal and hostile events. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <jansson.h>

#include "unit_test.h"
#include "json_reports.h"
#include "text_reports.h"

static struct trace_event event;
static struct trace_line line;

/* Its last line of JSON, parsed. */
static json_t *json;

/* A sensor reading whose stamps are 1, 20, 300, 4000 and 50000 ns apart. */
static int set_up(void **state)
{
	event = (struct trace_event){
		.t = {.begin_ns = 7000000000,
		      .ring_ns = 7000000001,
		      .rung_ns = 7000000021,
		      .signal_ns = 7000000321,
		      .rx_ns = 7000004321,
		      .end_ns = 7000054321},
		.type = TRACE_TRANSFER,
		.token = 513,
		.cpu = 3,
		.pid = 41,
		.tid = 42,
		.comm = "reader",
	};
	line = (struct trace_line){
		.event = &event,
		.key = {.instance = 1,
			.transport = TRANSPORT_VIRTIO,
			.channel = 2,
			.protocol = 0x15,
			.message = 6},
	};
	return 0;
}

static int tear_down(void **state)
{
	json_decref(json);
	json = NULL;
	return 0;
}

static char *text_of(void (*write)(const struct trace_line *, FILE *))
{
	char *text = NULL;
	size_t len;
	FILE *f = open_memstream(&text, &len);

	write(&line, f);
	fclose(f);
	return text;
}

static void read_json(char *text)
{
	json_decref(json);
	json = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
	assert_non_null(json);
	free(text);
}

static void read_line(void)
{
	char *text = text_of(trace_json_line);

	/* Each event is one line. */
	assert_ptr_equal(strchr(text, '\n'), text + strlen(text) - 1);
	read_json(text);
}

static long long number(const json_t *object, const char *key)
{
	assert_true(json_is_integer(json_object_get(object, key)));
	return json_integer_value(json_object_get(object, key));
}

static const char *string(const json_t *object, const char *key)
{
	assert_true(json_is_string(json_object_get(object, key)));
	return json_string_value(json_object_get(object, key));
}

static long long sum(const json_t *phases)
{
	long long all = 0;
	const char *key;
	json_t *value;

	json_object_foreach((json_t *)phases, key, value) {
		all += json_integer_value(value);
	}
	return all;
}

/* Checks that a line has as many words as the header. */
static void check_columns(const char *text)
{
	char *header = NULL;
	size_t len;
	FILE *f = open_memstream(&header, &len);
	int words = 0, columns = 0;

	trace_text_header(f);
	fclose(f);
	for (char *s = strtok(header, " \n"); s; s = strtok(NULL, " \n"))
		columns++;
	for (const char *s = text; *s != '\n'; s++)
		words += *s != ' ' && (s[1] == ' ' || s[1] == '\n');
	assert_int_equal(words, columns);
	free(header);
}

static void assert_text(const char *expected)
{
	char *text = text_of(trace_text_line), *to = text;

	check_columns(text);
	/* Blanks only separate columns. */
	for (const char *s = text; *s; s++)
		if (*s != ' ' || (to > text && to[-1] != ' '))
			*to++ = *s;
	*to = '\0';
	assert_string_equal(text, expected);
	free(text);
}

static void test_transfer(void **state)
{
	json_t *phases;

	assert_text("7.000054321 3 reader 42 virtio SENSOR SENSOR_READING_GET "
		    "513 54.321 0.001 0.020 0.300 4.000 - 50.000 ok -\n");
	read_line();
	phases = json_object_get(json, "phases");
	assert_string_equal(string(json, "type"), "transfer");
	assert_string_equal(string(json, "comm"), "reader");
	assert_string_equal(string(json, "transport"), "virtio");
	assert_string_equal(string(json, "message_name"), "SENSOR_READING_GET");
	assert_int_equal(number(json, "time_ns"), 7000054321);
	assert_int_equal(number(json, "instance"), 1);
	assert_int_equal(number(json, "channel"), 2);
	assert_int_equal(number(json, "token"), 513);
	assert_int_equal(number(json, "pid"), 41);
	assert_int_equal(number(json, "tid"), 42);
	assert_int_equal(number(json, "total_ns"), 54321);
	assert_int_equal(number(json, "answer_ns"), 320);
	assert_int_equal(json_object_size(phases), 5);
	assert_int_equal(number(phases, "doorbell_ns"), 20);
	assert_int_equal(sum(phases), 54321);
	assert_true(json_is_false(json_object_get(json, "overlapped")));
	assert_int_equal(json_array_size(json_object_get(json, "anomalies")),
			 0);
	assert_null(json_object_get(json, "stack"));
}

/* A status that has no name, and one whose opposite is not an int. */
static void test_any_status(void **state)
{
	event.t.ring_ns = event.t.rung_ns = event.t.signal_ns = 0;
	event.status = -100000;
	assert_text("7.000054321 3 reader 42 virtio SENSOR SENSOR_READING_GET "
		    "513 54.321 - - - - 4.321 50.000 -100000 -\n");
	event.status = INT32_MIN;
	assert_text("7.000054321 3 reader 42 virtio SENSOR SENSOR_READING_GET "
		    "513 54.321 - - - - 4.321 50.000 -2147483648 -\n");
}

/* The transport's hooks are absent. */
static void test_core_only(void **state)
{
	json_t *phases;

	event.t.ring_ns = event.t.rung_ns = event.t.signal_ns = 0;
	event.status = -16;
	assert_text("7.000054321 3 reader 42 virtio SENSOR SENSOR_READING_GET "
		    "513 54.321 - - - - 4.321 50.000 -EBUSY -\n");
	read_line();
	phases = json_object_get(json, "phases");
	assert_int_equal(number(json, "status"), -16);
	assert_int_equal(json_object_size(phases), 2);
	assert_int_equal(number(phases, "transport_ns"), 4321);
	assert_null(json_object_get(json, "answer_ns"));
	assert_int_equal(sum(phases), 54321);
}

/* The processor of the event has a clock that is behind. */
static void test_event_before_its_transfer(void **state)
{
	event.type = TRACE_DELAYED;
	event.t = (struct lc_stamps){.begin_ns = 7000000001,
				     .end_ns = 7000000000};
	event.tid = 0;
	assert_text("7.000000000 3 reader - virtio SENSOR SENSOR_READING_GET "
		    "513 0.000 - - - - - - delayed -\n");
	read_line();
	assert_int_equal(number(json, "age_ns"), 0);
	event.type = TRACE_TRANSFER;
	read_line();
	assert_int_equal(number(json, "total_ns"), 0);
}

/* A reply comes before the exit of the doorbell: it is clamped and reported. */
static void test_overlapped(void **state)
{
	event.t.rung_ns = event.t.rx_ns + 1;
	read_line();
	assert_true(json_is_true(json_object_get(json, "overlapped")));
	assert_int_equal(sum(json_object_get(json, "phases")), 54321);
}

static void test_timeout(void **state)
{
	json_t *anomalies;

	event.status = LC_STATUS_TIMEOUT;
	event.t.rx_ns = event.t.signal_ns = 0;
	event.anomalies = 1u << LA_LOST_DOORBELL | 1u << LA_DELAYED_FIRST;
	assert_text("7.000054321 3 reader 42 virtio SENSOR SENSOR_READING_GET "
		    "513 54.321 - - - - - - -ETIMEDOUT "
		    "lost_doorbell,delayed_before_reply\n");
	read_line();
	anomalies = json_object_get(json, "anomalies");
	assert_int_equal(number(json, "total_ns"), 54321);
	assert_int_equal(json_object_size(json_object_get(json, "phases")), 0);
	assert_int_equal(json_array_size(anomalies), 2);
	assert_string_equal(json_string_value(json_array_get(anomalies, 1)),
			    "delayed_before_reply");
	assert_true(json_is_false(json_object_get(json, "out_of_order")));
	/* An order that the transport may choose is not an anomaly. */
	event.t.seen = LC_SEEN_OUT_OF_ORDER;
	event.anomalies = 0;
	read_line();
	assert_true(json_is_true(json_object_get(json, "out_of_order")));
	assert_int_equal(json_array_size(json_object_get(json, "anomalies")),
			 0);
}

/* Anomalies without a transfer in flight have no sender. */
static void test_other_events(void **state)
{
	event = (struct trace_event){
		.t = {.end_ns = 7000054321},
		.type = TRACE_ANOMALY,
		.anomalies = 1u << LA_LATE_REPLY,
		.token = 513,
	};
	assert_text("7.000054321 0 - - virtio SENSOR SENSOR_READING_GET 513 - "
		    "- - - - - - - late_reply\n");
	read_line();
	assert_string_equal(string(json, "type"), "anomaly");
	assert_true(json_is_null(json_object_get(json, "age_ns")));
	assert_null(json_object_get(json, "comm"));

	event.type = TRACE_DELAYED;
	event.anomalies = 0;
	event.t.begin_ns = 7000000000;
	line.key.type = MESSAGE_NOTIFICATION;
	line.key.message = 1;
	assert_text("7.000054321 0 - - virtio SENSOR SENSOR_UPDATE 513 54.321 "
		    "- - - - - - delayed -\n");
	read_line();
	assert_string_equal(string(json, "type"), "delayed");
	assert_string_equal(string(json, "message_type"), "notification");
	assert_string_equal(string(json, "message_name"), "SENSOR_UPDATE");
	assert_int_equal(number(json, "age_ns"), 54321);
	line.key.message = 6; /* is none */
	read_line();
	assert_string_equal(string(json, "message_name"), "0x06");
}

/* Users can choose the names of tasks: each must stay a word and a string. */
static void test_hostile_names(void **state)
{
	static const struct {
		char comm[17];
		const char *word;
	} names[] = {
		{"a b", "a\\x20b"},
		{"\x1b[2J\n\"},{", "\\x1b[2J\\x0a\"},{"},
		{"\xff\xc2\x9b", "\\xff\\xc2\\x9b"},
		{"0123456789abcdef", "0123456789abcdef"}, /* no NUL */
		{"\\u0022", "\\u0022"},
		{"", "-"},
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		char expected[256];

		memcpy(event.comm, names[i].comm, sizeof(event.comm));
		snprintf(expected, sizeof(expected),
			 "7.000054321 3 %s 42 virtio SENSOR SENSOR_READING_GET "
			 "513 54.321 0.001 0.020 0.300 4.000 - 50.000 ok -\n",
			 names[i].word);
		assert_text(expected);
		read_line();
		assert_non_null(json_object_get(json, "comm"));
		if (!strchr(names[i].word, 'x'))
			assert_string_equal(string(json, "comm"),
					    *names[i].comm ? names[i].comm
							   : "");
		assert_int_equal(number(json, "tid"), 42);
	}
}

static void test_stack(void **state)
{
	char *text;
	json_t *stack;

	line.n_frames = 2;
	strcpy(line.frames[0], "do_xfer+0x1f4");
	strcpy(line.frames[1], "read \"it\"\n+0x10 [mod]");
	read_line();
	stack = json_object_get(json, "stack");
	assert_int_equal(json_array_size(stack), 2);
	assert_string_equal(json_string_value(json_array_get(stack, 0)),
			    "do_xfer+0x1f4");
	text = text_of(trace_text_line);
	assert_non_null(strstr(text, "ok -\n\tdo_xfer+0x1f4\n\tread "));
	free(text);
}

static void test_account(void **state)
{
	struct trace_account a = {0};
	struct profile p = {0};
	char *text = NULL;
	struct series *s;
	size_t len;
	FILE *f;

	s = profile_series(&p, line.key);
	assert_non_null(s);
	s->counter[LC_BEGUN] = 100;
	s->counter[LC_COMPLETED] = 90;
	s->counter[LC_TIMED_OUT] = 7;
	s->in_flight = 3;
	p.lost[LOST_MISSED_RUN] = 5;
	a.profile = &p;
	a.shown[TRACE_TRANSFER] = 60;
	a.lost[TRACE_TRANSFER] = 20;
	a.lost[TRACE_ANOMALY] = 2;
	assert_int_equal(trace_not_shown(&a), 17);
	f = open_memstream(&text, &len);
	trace_json_end(&a, f);
	fclose(f);
	read_json(text);
	assert_int_equal(number(json, "begun"), 100);
	assert_int_equal(number(json, "in_flight"), 3);
	assert_int_equal(number(json, "shown"), 60);
	assert_int_equal(number(json, "not_shown"), 17);
	assert_int_equal(number(json, "transfers_lost"), 20);
	assert_int_equal(number(json_object_get(json, "lost"), "ring_buffer"),
			 22);
	assert_int_equal(number(json_object_get(json, "lost"), "missed_run"),
			 5);
	profile_free(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_transfer),
		TEST(test_core_only),
		TEST(test_event_before_its_transfer),
		TEST(test_any_status),
		TEST(test_overlapped),
		TEST(test_timeout),
		TEST(test_other_events),
		TEST(test_hostile_names),
		TEST(test_stack),
		TEST(test_account),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
