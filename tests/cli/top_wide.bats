# SPDX-License-Identifier: GPL-2.0-only
# Contents of scmi-top on screens of several sizes: graphs, details beside the table,
# chosen columns, alerts; and the mouse.

bats_require_minimum_version 1.5.0

setup() {
	. "$BATS_TEST_DIRNAME/top_screen.bash"
	cd "${BATS_TEST_TMPDIR:?}"
}

teardown() {
	screen_close
}

@test "d sets the window of the percentiles, c the columns" {
	show 80 24
	see 'sort: p99  us of 10 s'
	see '^SENSOR_CONFIG_GET .* ≤24.7 '
	press d
	see 'percentiles of the last 60s'
	see 'sort: p99  us of 60 s'
	press d d
	see 'percentiles of the last interval'
	see 'sort: p99  us$'
	press c
	see '^Columns: auto_$'
	press C-u
	enter rate,count
	see '^message +msg/s +all:n$'
	see '^SENSOR PROTOCOL_VERSION +5 +10$'
	press c C-u
	enter speed
	see '^invalid columns \(auto, or a list of names'
	press c C-u
	enter auto
	see '^message .* phase +%$'
}

# mouse BUTTON ROW COLUMN: presses and releases a button of the mouse.
mouse() {
	terminal send-keys -l -- $'\e['"<$1;$3;$2M"$'\e['"<$1;$3;$2m"
}

mode() {
	[ "$(terminal display-message -p '#{mouse_standard_flag}#{mouse_sgr_flag}')" = "$1" ]
}

@test "the mouse selects, sorts, scrolls and opens; m switches it off" {
	show 80 12
	wait_for "no mouse" mode 11
	mouse 0 7 5
	on SENSOR_TRIP_POINT_CONFIG
	mouse 0 4 40 # p90
	see 'sorted by p90$|sort: p90'
	mouse 0 4 50
	see 'sort: p99'
	mouse 0 4 50
	see 'sorted by p99, inverted'
	mouse 0 4 50
	see_no 'inverted  '
	mouse 65 7 5
	on SENSOR_READING_GET
	press Home
	mouse 0 5 1
	see '^SENSOR PROTOCOL_VERSION, mailbox$'
	mouse 65 7 5
	see_no '^SENSOR PROTOCOL_VERSION, mailbox$'
	mouse 2 7 5
	see 'sort: p99'
	press m
	see '^mouse off$'
	mode 00
	press m
	see '^mouse on$'
	mode 11
	press C-z
	see 'Stopped'
	mode 00
	enter fg
	see 'sort: p99'
	wait_for "no mouse after fg" mode 11
	press q
	see_no 'sort: p99'
	mode 00
}

@test "graphs fill empty lines, details stand beside a wide table" {
	show 80 40
	see '^p99 us .* peak .* msg/s 43 +peak '
	see ' timeouts 1  peak 1'
	press o
	see_no 'peak'
	press o
	terminal resize-window -x 160 -y 40
	see '^SENSOR_CONFIG_GET .* us, from   to before|us +p50 +p90 .*all:n'
	see 'peak'
	press j
	see 'PROTOCOL_VERSION .*SENSOR SENSOR_CONFIG_GET, mailbox$|SENSOR SENSOR_CONFIG_GET, mailbox$'
	press v
	see '^details beside wide tables off$'
	see_no 'all:n +p50'
	terminal resize-window -x 40 -y 24
	see '^message +p99 phase +%$'
	see '^p99 us .* msg/s 43'
}

@test "C shows who sends, and who waited for whom" {
	log=$BATS_TEST_DIRNAME/../data/import-trace-6.12.txt
	screen_open 100 24
	start --follow - "<$log"
	see 'ended'
	press C
	see '^ +count +failed +sum +time% +mean +p50 +max +Callers by task\. Times in ms$'
	see ' cat: SENSOR_READING_GET$'
	see_no '^message '
	# A narrow screen has fewer columns and whole names, on two lines if need be.
	terminal resize-window -x 40 -y 24
	see '^ +time% +mean Callers by task'
	see '^ +0\.3 +0\.100 cat: SENSOR_READING_GET$'
	see '^ +SENSOR_DESCRIPTION_GET$'
	terminal resize-window -x 100 -y 24
	see ' +max +Callers by task\. Times in ms$'
	press Escape
	see '^message '
	press q
	see '^status=0$'
	# Grouped by task, the screens of all widths name the noisy one.
	start --follow - "<$log"
	see 'ended'
	press g
	see 'grouped by task'
	see '^cat '
	press g
	see 'grouped by protocol'
	press q
	see '^status=0$'
	"$BATS_TEST_DIRNAME/../tools/make_senders_log.py" >senders
	for width in 40 80 160 200; do
		terminal resize-window -x $width -y 24
		start -g task --follow - "<senders"
		see 'ended'
		see '^task '
		see '^noisy '
		see '^hwmon '
		see '^cpufreq '
		press Enter
		see '^noisy$|  noisy$'
		press q q
		see '^status=0$'
	done
	terminal resize-window -x 100 -y 24
	# A line has as many words as fit.
	"$BATS_TEST_DIRNAME/../tools/make_senders_log.py" >senders
	start --follow - "<senders"
	see 'ended'
	press C
	terminal resize-window -x 64 -y 40
	see ' cpufreq: PERFORMANCE_LEVEL_SET behind hwmon:$'
	press Escape
	see '^message '
	press q
	see '^status=0$'
	terminal resize-window -x 100 -y 24
	profile run.scmi 12 3
	start -i 100ms run.scmi
	see 'ended'
	press C
	see '^No callers: start with --callers'
	press q
	see '^message '
}

@test "the table names who waited the longest, and behind whom" {
	local waited='PERFORMANCE_LEVEL_SET behind hwmon: SENSOR_READING_GET,'

	"$BATS_TEST_DIRNAME/../tools/make_senders_log.py" >senders
	screen_open 100 24
	for options in "--follow -" senders; do
		# shellcheck disable=SC2086
		start $options "<senders"
		see "^waits 17\\.0 % cpufreq: $waited 100 times\$"
		see '^p99 us '
		press q
		see '^status=0$'
	done
	# All of it, or nothing.
	start --follow - "<senders"
	see "^waits 17\\.0 % cpufreq: $waited 100 times\$"
	terminal resize-window -x 80 -y 24
	see "^waits 17\\.0 % cpufreq: $waited\$"
	see '^      100 times$'
	terminal resize-window -x 80 -y 13
	see '^      100 times$'
	terminal resize-window -x 80 -y 12
	see_no 'waits'
	press q
	see '^status=0$'
}

@test "an alert is shown in red, and rings the bell once" {
	mkfifo log
	screen_open 80 24
	terminal set-option -g monitor-bell on
	start -i 100ms -a "'max>500us'" --follow log
	exec 4<>log # does not block
	transfer 1 >&4
	transfer 2 >&4
	see 'alerts 1'
	screen_ink | grep -E $'\e\[[0-9;]*31m.*alerts 1'
	exec 4>&-
	press C-c
	see '^status=0$'
}

@test "the screen adapts to the sizes 40x10, 200x60, 1x1 and 80x24" {
	show 80 24
	terminal resize-window -x 40 -y 10
	see '^SENSOR PR…L_VERSION .* lost_doorbell$'
	see_no 'max'
	[ "$(screen | wc -l)" -eq 10 ]
	[ "$(screen | wc -L)" -le 40 ]
	see '^q quit'
	terminal resize-window -x 200 -y 60
	see ' SENSOR PROTOCOL_VERSION, mailbox$'
	press v
	see 'phases +history$'
	see 'msg/s .* all:p50'
	press v
	see ' SENSOR PROTOCOL_VERSION, mailbox$'
	press Up # removes the message
	see "^q quit .* W save settings\$"
	terminal resize-window -x 1 -y 1
	terminal resize-window -x 80 -y 24
	see '^SENSOR PROTOCOL_VERSION .* lost_doorbell 1$'
	see_no 'all:p50'
}

