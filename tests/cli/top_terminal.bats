# SPDX-License-Identifier: GPL-2.0-only
# scmi-top restores the terminal however it ends, and adapts to its type.

bats_require_minimum_version 1.5.0

setup() {
	. "$BATS_TEST_DIRNAME/top_screen.bash"
	cd "${BATS_TEST_TMPDIR:?}"
}

teardown() {
	screen_close
}

@test "signals end it, and the terminal is restored first" {
	local signal
	profile run.scmi 3 500
	screen_open 80 24
	for signal in INT:0 TERM:0 HUP:0 SEGV:139 ABRT:134 BUS:135 FPE:136 \
		ILL:132 QUIT:131 USR1:138 ALRM:142; do
		enter "clear; stty -g >before; '$SCMI_PERF' top run.scmi; echo status=\$?; stty -g >after"
		see 'replay'
		kill "-${signal%:*}" "$(program)"
		see "^status=${signal#*:}\$"
		see '^ready>'
		is_restored
		[ "$(terminal display-message -p '#{mouse_any_flag}')" = 0 ]
		cmp before after
	done
	# From the keyboard, through the terminal driver.
	start run.scmi
	see 'replay'
	press 'C-\'
	see '^status=131$'
	is_restored
}

@test "Ctrl-Z restores the terminal and fg redraws the screen" {
	profile run.scmi 3 500
	screen_open 80 24
	enter "stty -g >before; '$SCMI_PERF' top run.scmi"
	see 'replay'
	pid=$(program)
	press C-z
	see 'Stopped'
	is_restored
	enter 'stty -g >stopped; clear'
	see '^ready> *$'
	cmp before stopped
	terminal resize-window -x 100 -y 30
	enter fg
	see 'replay'
	[ "$(screen | wc -l)" -eq 30 ]
	# SIGSTOP cannot be caught: the screen is not restored.
	kill -STOP "$pid"
	see 'Stopped'
	enter 'fg'
	see 'replay'
	see_no 'Stopped'
	press q
	see_no 'replay'
	is_restored
}

@test "it ends when the terminal is closed" {
	profile run.scmi 3 500
	screen_open 80 24
	start run.scmi
	see 'replay'
	pid=$(program)
	screen_close
	wait_for "still running" gone "$pid"
}

@test "after an error the exit status is 1 and the message is on the terminal" {
	screen_open 80 24
	start nothing.scmi
	see 'nothing.scmi: no such file'
	see '^status=1$'
	mkfifo log
	start --follow log
	see 'follow +0:00'
	echo 'no event here' >log
	see 'error: '
	press q
	see '^scmi-perf: error: '
	see '^status=1$'
	is_restored
}

@test "keys come from the terminal when the log is standard input" {
	screen_open 80 24
	enter "clear; (echo; exec sleep 1000) | '$SCMI_PERF' top --follow -; echo status=\$?"
	see 'follow +0:00'
	press h
	see '^Keys$'
	press q q
	see_no 'follow'
}

@test "NO_COLOR, vt100: no colours, but a visible cursor" {
	local env
	for env in NO_COLOR=1 TERM=vt100; do
		show 80 24 "$env"
		run -1 grep -E $'\e\\[([0-9;]*;)?(3[0-8]|4[0-8]|9[0-7])[;m]' <(screen_ink)
		screen_ink | grep -qE $'\e\\[([0-9;]*;)?7m'
		press q
		see '^status=0$'
		is_restored
		screen_close
	done
	show 80 24 NO_COLOR=
	screen_ink | grep -q '48;5;74[;m]'
}

@test "without a UTF-8 locale the screen is ASCII" {
	show 200 24 LC_ALL=C
	press v
	see 'phases +history$'
	run -1 grep -P '[^\x00-\x7f]' <(screen)
	press Enter
	see 'us, from +to before'
	run -1 grep -P '[^\x00-\x7f]' <(screen)
	press q q
	see '^status=0$'
	screen_close
	show 200 24
	screen | grep -q '█'
}

@test "on terminals that cannot show a screen the output is that of --batch" {
	local type
	profile run.scmi 12 3
	for type in dumb nosuchterminal; do
		screen_open 120 60 "TERM=$type"
		start run.scmi
		see "^scmi-perf: warning: terminal '$type': .* as with --batch$"
		see '^status=0$'
		see '^SENSOR PROTOCOL_VERSION .* lost_doorbell 1$'
		screen_close
	done
}
