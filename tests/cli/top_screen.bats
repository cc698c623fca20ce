# SPDX-License-Identifier: GPL-2.0-only
# Tests the keys of scmi-top on a terminal. top_wide.bats tests sizes of the screen,
# top_terminal.bats that the terminal is restored.

bats_require_minimum_version 1.5.0

setup() {
	root=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
	. "$BATS_TEST_DIRNAME/top_screen.bash"
	cd "${BATS_TEST_TMPDIR:?}"
}

teardown() {
	screen_close
}

@test "the screen shows the slow message first, and anomalies by name" {
	show 80 24
	first PROTOCOL_VERSION
	on PROTOCOL_VERSION
	see 'PROTOCOL_VERSION .* lost_doorbell 1$'
	see '^scmi-top +6\.12\.0-made +aarch64 +mailbox +ended +0:00:03  [0-9:]{8}$'
	see '^43 msg/s +timeouts 1 +anomalies 1 +lost 0 +in flight 0'
	see '^q quit +h help'
	[ "$(terminal display-message -p '#{alternate_on} #{cursor_flag}')" = "1 0" ]
	press q
	see '^status=0$'
	is_restored
}

@test "keys that move: arrows, j, k, PgUp, PgDn, Home, End" {
	show 80 12
	press s s s s # by name
	see 'sorted by name'
	on PROTOCOL_VERSION
	press j
	on PROTO…L_ATTRIBUTES
	press Down
	on PROTO…E_ATTRIBUTES
	press k
	on PROTO…L_ATTRIBUTES
	press Up
	on PROTOCOL_VERSION
	press End
	on SENSOR_CONTI…PDATE_NOTIFY
	see_no 'PROTO…L_ATTRIBUTES'
	press PPage
	on SENSOR_READING_GET
	press Home
	on PROTOCOL_VERSION
	press NPage
	on SENSOR_TRIP_POINT_CONFIG
}

@test "keys that sort: s, <, >, I" {
	show 100 24
	see 'sort: p99'
	for column in max time errors name rate p50 p90 p99; do
		press s
		see "sorted by $column"
		see "sort: $column "
	done
	press '<'
	see 'sort: p90 '
	press '>'
	see 'sort: p99 '
	press s s s s
	see 'sort: name '
	first PROTOCOL_VERSION
	press I
	see 'sorted by name, inverted'
	first SENSOR_CONTINUOUS_UPDATE_NOTIFY
}

@test "g groups by protocol, channel, instance and transport" {
	show 80 24
	see 'SENSOR_CONFIG_GET'
	see '^TOTAL .*lost_doorbell 1$'
	press g
	see '^SENSOR .*lost_doorbell 1$'
	see_no 'SENSOR_CONFIG_GET'
	press g
	see '^channel 0 .*lost_doorbell 1$'
	press g
	see '^instance '
	see '^mailbox .*lost_doorbell 1$'
	press g
	see '^transport '
	see '^mailbox .*lost_doorbell 1$'
	press g
	see 'SENSOR_CONFIG_GET'
}

@test "Enter shows details, h and ? help; Enter, Escape and q return" {
	show 80 24
	press Enter
	see '^SENSOR PROTOCOL_VERSION, mailbox$'
	see 'us, from +to before'
	press h
	see '^Keys$'
	press Escape
	see 'us, from +to before'
	press Enter
	see 'sort: p99'
	press '?'
	see '^Keys$'
	see_no '^Phases$'
	press End
	see '^Phases$'
	press q
	see 'sort: p99'
	press Enter
	see 'us, from +to before'
	press q
	see 'sort: p99'
	press q
	see '^status=0$'
}

@test "/ searches, n repeats it, f filters, Escape cancels" {
	show 80 24
	press s s s s
	see 'sorted by name'
	press /
	see '^Search: _$'
	press c o n f
	on SENSOR_TRIP_POINT_CONFIG
	press Enter
	press n
	on SENSOR_CONFIG_GET
	press n
	on SENSOR_CONFIG_SET
	press n
	on SENSOR_TRIP_POINT_CONFIG
	press / x x
	see "no row matches 'xx'"
	press Escape
	press f
	see '^Filter: _$'
	press C O N F I G _
	see_no 'SENSOR_TRIP_POINT_CONFIG'
	[ "$(screen | grep -c '^SENSOR_CONFIG_')" -eq 2 ]
	press BSpace Enter
	see 'SENSOR_TRIP_POINT_CONFIG'
	see '^lost_doorbell: .* +filter CONFIG$'
	see_no 'SENSOR_READING_GET'
	press Escape
	see 'SENSOR_READING_GET'
	press f z z
	see 'No row matches the filter'
	press Escape
	see 'SENSOR_READING_GET'
}

@test "p and space pause a replay; i sets its speed" {
	profile run.scmi 3 400
	screen_open 80 24
	start -i 1h run.scmi
	see ' 0:00:01  '
	press i
	see '^Interval: _$'
	enter 100ms
	see 'interval 100ms'
	see 'replay +0:0(0:0[5-9]|0:[1-9][0-9]|[1-9]:[0-9]+)'
	press p
	see 'paused'
	before=$(screen | head -n 3)
	sleep 0.5 # five intervals
	[ "$(screen | head -n 3)" = "$before" ]
	press Enter # pages can be opened during a pause
	see 'us, from +to before'
	press Escape
	see 'sort: p99'
	press Space
	see_no 'paused'
	wait_for "the replay does not continue" changed "$before"
	press i
	enter 1
	see "invalid value '1' for interval"
}

# log FILE: a transfer in each second from 7000 to 7019; that at 7012 timed out.
log() {
	gawk 'BEGIN {
		for (i = 0; i < 20; i++) {
			f = "pt=15 msg_id=06 seq=" sprintf("%04X transfer_id=%X", i, i)
			printf " a-1 [000] ..... %d.000100: scmi_xfer_begin: %s poll=0\n", 7000 + i, f
			printf " a-1 [000] ..... %d.000110: scmi_xfer_response_wait: %s tmo_ms=30 poll=0\n", 7000 + i, f
			if (i == 12) {
				printf " a-1 [000] ..... %d.030100: scmi_xfer_end: %s s=-110\n", 7000 + i, f
				continue
			}
			printf " a-1 [000] ..... %d.%06d: scmi_rx_done: %s msg_type=0\n", 7000 + i, 200 + i, f
			printf " a-1 [000] ..... %d.000300: scmi_xfer_end: %s s=0\n", 7000 + i, f
		}
	}' >"$1"
}

@test "a replay goes to the worst interval, to a time, and steps" {
	log log
	screen_open 80 24
	start -i 1h log
	see 'replay  7000\.'
	press x
	see 'timeouts 1 .* paused  7012\.|paused  7012\.'
	see 'timeouts 1 '
	press , # the interval before has no timeout yet
	see 'paused  701[12]\.'
	see 'timeouts 0 '
	press .
	see 'timeouts 1 '
	press t
	see '^Go to: _$'
	enter 7005.0002
	see 'paused  7005\.'
	see 'timeouts 0 '
	press Right
	see 'paused  7005\.[1-9]'
	press Left
	press t
	enter 9999
	see 'paused  7019\.'
	see 'timeouts 1 '
	press .
	see 'this is the last interval'
	press t
	enter 1
	see 'paused  7000\.'
	press ,
	see 'this is the first interval'
	press t
	enter x
	see "invalid time 'x' \(such as 7614.37\)"
	press p # continues from there
	see 'replay  7000\.'
}

@test "a replay that goes back has the tasks of that time" {
	log log
	screen_open 80 24
	start -i 1h -g task log
	see 'replay  7000\.'
	press x
	see 'paused  7012\.'
	see '^a '
	press t
	enter 7005.0002
	see 'paused  7005\.'
	see '^a '
}

@test "only a replay has other intervals" {
	log log
	screen_open 80 24
	start --follow log
	see 'follow'
	press x
	see 'only a replay has other intervals'
}

changed() {
	[ "$(screen | head -n 3)" != "$1" ]
}

@test "-n sets the number of intervals" {
	profile run.scmi 3 500
	screen_open 80 24
	start -i 100ms -n 2 run.scmi
	see '^status=0$'
}

@test "a pause shows an unchanged screen while the log is read" {
	mkfifo log
	screen_open 80 24
	start --follow log -i 100ms
	exec 4<>log # does not block
	transfer 1 >&4
	see 'SENSOR_READING_GET .* 1003'
	press p
	see 'paused'
	# More than fits in a pipe: the writer must not block.
	for i in {2..600}; do transfer "$i"; done >&4 3>&- &
	wait_for "the log is not read" gone $!
	press j
	see 'SENSOR_READING_GET'
	press Enter
	see 'completed 1$'
	exec 4>&-
	# The end does not end the pause.
	press Escape j Enter
	see 'paused'
	see 'completed 1$'
	press p
	see 'ended'
	see 'completed 600$'
	press C-c
	see '^status=0$'
}

@test "r resets all numbers, i changes the interval" {
	mkfifo log
	screen_open 80 24
	start --follow log -i 1h
	exec 4<>log # does not block
	for i in {1..20}; do transfer "$i"; done >&4
	press i
	see '^Interval: _$'
	enter 100ms
	see 'SENSOR_READING_GET .* 1003'
	press Enter
	see 'completed 20$'
	press r
	see 'all numbers start from now'
	see_no 'completed 20$'
	press Escape
	for i in {51..53}; do transfer "$i"; done >&4
	see 'SENSOR_READING_GET .* 1003'
	press Enter
	see 'completed 3$'
	exec 4>&-
	press C-c
	see '^status=0$'
}

@test "a reset does not count for -n" {
	mkfifo log
	screen_open 80 24
	start --follow log -i 1h -n 1
	exec 4<>log # does not block
	for i in {1..20}; do transfer "$i"; done >&4
	press r r
	see 'all numbers start from now'
	press h
	see '^Keys$'
	exec 4>&- # ends the first interval
	see '^status=0$'
}

@test "w writes the same profile as import, W saves the settings" {
	log=$root/tests/data/import-trace-6.12.txt
	screen_open 80 24
	start --follow - "<$log"
	see 'ended'
	press w
	see '^Write the profile to: scmi-top-20[0-9]{6}-[0-9]{6}\.scmi_$'
	press C-u
	enter w.scmi
	see '^wrote w\.scmi$'
	press w C-u
	enter nowhere/w.scmi
	see '^error: write nowhere/w.scmi: No such file or directory$'
	press g I s W
	see "^wrote $PWD/config/scmi-perf/top.ini$"
	press q
	see '^status=0$'
	# The error is printed again after the screen has been closed.
	see 'scmi-perf: error: write nowhere/w.scmi'
	"$SCMI_PERF" import "$log" -o i.scmi
	for profile in w i; do
		"$SCMI_PERF" report -j $profile.scmi | jq '.series, .counters' >$profile.json
	done
	cmp w.json i.json

	profile run.scmi 12 3
	start -i 100ms run.scmi
	see 'ended'
	see '^SENSOR .* lost_doorbell 1$'
	press q
	# Options override settings.
	start -i 100ms -g message -s name run.scmi
	first SENSOR_CONTI…PDATE_NOTIFY
}

@test "w does not replace the log that is read" {
	cp "$root/tests/data/import-trace-6.12.txt" log
	screen_open 80 24
	start --follow log
	see 'SENSOR_READING'
	press w C-u
	enter ./log
	see '^error: ./log: not written: it is an input of this command$'
	cmp log "$root/tests/data/import-trace-6.12.txt"
	press w C-u
	enter w.scmi
	see '^wrote w\.scmi$'
	press q
}

@test "an invalid line of the settings is reported, the others apply" {
	mkdir -p config/scmi-perf
	printf 'group = protocol\nspeed = 9\n' >config/scmi-perf/top.ini
	profile run.scmi 12 3
	screen_open 160 24
	start -i 100ms run.scmi
	see "^$PWD/config/scmi-perf/top.ini:2: unknown key 'speed'$"
	see '^SENSOR '
	press q
	see "^scmi-perf: warning: .*/top.ini:2: unknown key 'speed'"
}

@test "a view without messages" {
	profile run.scmi 0 2
	screen_open 80 24
	start -i 100ms run.scmi
	see 'ended'
	see '^0 msg/s +timeouts 0 +anomalies 0'
	press Enter
	see 'no row to show'
	for key in j k NPage PPage Home End g s I n p r; do
		press "$key"
	done
	press / x Enter
	see "no row matches 'x'"
	press q
	see '^status=0$'
	: >log
	start --follow log -i 100ms
	see 'follow +0:00:0[0-9]'
	press q
	see '^status=0$'
}

@test "a log that was replaced is reported on the screen" {
	screen_open 100 24
	transfer 1 >log
	start --follow log -i 100ms
	see 'SENSOR_READING_GET .* 1003'
	transfer 2 >new
	mv new log
	see "warning: the log 'log' was replaced: reading the new one from its start"
	press C-c
	see '^status=0$'
}

@test "the cursor reaches each of 500 series" {
	profile run.scmi 500 2
	screen_open 80 24
	start -i 100ms -s name run.scmi
	see 'ended'
	first "BASE PR…OCOL_VERSION"
	press End
	see_no '^mailbox'
	press Enter
	see '^SENSOR .*, virtio, instance 0, channel 3$'
	title=$(screen | sed -n 4p)
	press q Home
	first "BASE PR…OCOL_VERSION"
	for _ in {1..499}; do keys+=(j); done
	press "${keys[@]}"
	see_no '^mailbox'
	press Enter
	see "^$title\$"
	press q g g g g
	see '^mailbox '
	see '^virtio '
}
