# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# A terminal for programs that draw on one: tmux, with a shell in it. What must
# appear is waited for, as long as a slow machine may take. Source it.

SCREEN_WAIT=${SCREEN_WAIT:-30} # seconds

# Of the one that screen_open() began: another may be about to end.
terminal() {
	tmux -S "$BATS_TEST_TMPDIR/tmux.$SCREEN" -f /dev/null "$@"
}

# screen_open COLUMNS ROWS [VARIABLE=VALUE...]: a shell in a terminal.
screen_open() {
	local columns=$1 rows=$2 rc=$BATS_TEST_TMPDIR/rc

	shift 2
	SCREEN=$((${SCREEN:-0} + 1))
	{
		echo "PS1='ready> '"
		echo "unset NO_COLOR COLUMNS LINES ESCDELAY"
		echo "export LC_ALL=C.UTF-8 TERM=tmux-256color"
		# A signal that kills is no finding of a sanitizer.
		echo "export ASAN_OPTIONS=handle_segv=0:handle_abort=0:handle_sigbus=0:handle_sigfpe=0:handle_sigill=0"
		echo "export XDG_CONFIG_HOME=$BATS_TEST_TMPDIR/config"
		echo "ulimit -c 0"
		(($# == 0)) || printf 'export %q\n' "$@"
		echo "cd $BATS_TEST_TMPDIR"
	} >"$rc"
	# The server must not keep open what bats waits for.
	LC_ALL=C.UTF-8 terminal -u new-session -d -x "$columns" -y "$rows" \
		"exec bash --noprofile --rcfile $rc -i" 3>&-
	see '^ready>'
}

screen_close() {
	[ -z "${SCREEN:-}" ] || terminal kill-server 2>/dev/null || true
}

# The screen as text.
screen() {
	terminal capture-pane -p
}

# The same with colours and the like, as escape sequences.
screen_ink() {
	terminal capture-pane -e -p
}

# wait_for WHAT COMMAND...: until the command succeeds.
wait_for() {
	local what=$1 until=$((SECONDS + SCREEN_WAIT))

	shift
	until "$@"; do
		if ((SECONDS > until)); then
			echo "$what; the screen is:"
			screen
			return 1
		fi
		sleep 0.05
	done
}

has() {
	screen | grep -qE -- "$1"
}

has_not() {
	! has "$1"
}

# see REGEX: a line of the screen has it, soon.
see() {
	wait_for "not seen: $1" has "$1"
}

# see_no REGEX: no line of the screen has it, soon.
see_no() {
	wait_for "still seen: $1" has_not "$1"
}

# press KEY...: as tmux calls them: q, Enter, Escape, PPage, C-c
press() {
	terminal send-keys -- "$@"
}

# enter TEXT: types it, and Enter.
enter() {
	terminal send-keys -l -- "$1"
	terminal send-keys Enter
}
