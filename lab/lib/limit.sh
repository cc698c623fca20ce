# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2034 # results are for the callers
#
# The end of a guest. At the time limit the guest itself stops its job and sends the
# files that it has, by its own clock (end_at_limit in lab/guest/lib.sh). So a guest on
# a busy host is slow, but not late. The host ends a guest that can no longer do
# that: one that does not react to the limit, or whose clock stands still.
#
# A deterministic guest's clock counts instructions. The machine's real-time clock
# runs with it, and QEMU's monitor reads its register without the guest's help. It does
# have an effect: of 20 guests that were asked some hundred times a second, three had other
# figures than the rest, and none of 14 that were not asked. So a guest is asked only when
# its QEMU has used more processor time than most need, or none. In the wall profile the
# clock is the host's.

# The date at which the clock of a deterministic guest starts.
LIMIT_DATE=2026-01-01
# The data register of the real-time clock: QEMU's machine "virt" has a PL031 there.
LIMIT_REGISTER=0x9010000
# The clock may stand still for this many seconds of the host. Even when QEMU gets a
# tenth of a processor, a second of the guest, 1e9 instructions, takes less.
LIMIT_STILL=${SCMI_LAB_STILL:-120}
# It is asked when QEMU has used this number of milliseconds of processor time, more than
# most tests need, however busy the host is; or less than LIMIT_SOME of them within this
# number of the host's seconds.
LIMIT_QUIET=20000
LIMIT_SOME=100
LIMIT_IDLE=10
# The guest's time after the limit: to react, and to send its files. In the wall
# profile it includes the time of other work on the host.
declare -A LIMIT_REACT=(['det']=5 ['exact']=30 ['wall']=30)
LIMIT_SEND=120

# limit_monitor_args: print QEMU's options for the monitor in its current folder.
limit_monitor_args() {
	mkfifo "$LAB_WORK"/monitor.{in,out}
	printf '%s\n' -chardev pipe,id=monitor,path=monitor -mon chardev=monitor,mode=control
}

# limit_ask: ask QEMU for the clock's register.
limit_ask() {
	printf '{"execute": "human-monitor-command", "arguments": {"command-line": "xp /1wx %s"}}\n' \
		"$LIMIT_REGISTER" >&"$MONITOR"
}

# limit_spent PID: print the processor time of a process, in milliseconds; 0 if it has ended.
limit_spent() {
	local stat

	read -r stat 2>/dev/null <"/proc/$1/stat" || stat=
	# Behind the name, which may have blanks, user time is field 12, then the system's.
	awk -v hz="$(getconf CLK_TCK)" '{ print int(($12 + $13) * 1000 / hz) }' <<<"${stat##*) }"
}

# limit_excess SECONDS: print why a guest has to be ended when its clock is past
# its limit by SECONDS, or nothing.
limit_excess() {
	local after=${LIMIT_REACT[${GUEST[profile]}]}

	! grep -q '^@@scmi-lab limit' "$LAB_WORK/console" || after=$LIMIT_SEND
	(($1 <= after)) || echo "the guest did not end within ${GUEST[timeout]} s"
}

# limit_watch PID: wait until QEMU has ended, or end it and set
# GUEST_END to the reason.
limit_watch() {
	local pid=$1 line asked='' clock=0 start=$SECONDS moved=$SECONDS old=0
	local spent=0 next=$LIMIT_QUIET used=$SECONDS still='' now
	local epoch reply="${LIMIT_REGISTER#0x}: (0x[0-9a-f]+)"
	local MONITOR answers

	epoch=$(date -u -d "$LIMIT_DATE" +%s)
	# Opened for reading and writing, because QEMU may never open the other ends.
	exec {MONITOR}<>"$LAB_WORK/monitor.in" {answers}<>"$LAB_WORK/monitor.out"
	echo '{"execute": "qmp_capabilities"}' >&"$MONITOR"
	while [ -z "$GUEST_END" ] && kill -0 "$pid" 2>/dev/null; do
		line=
		read -r -t 1 -u "$answers" line || true
		[[ $line != *'"SHUTDOWN"'* ]] || break
		now=$(limit_spent "$pid")
		if ((now >= spent + LIMIT_SOME)); then
			spent=$now used=$SECONDS
			# As far as is known, the clock moves, too.
			[ -n "$still" ] || moved=$SECONDS
		fi
		if [[ $line =~ $reply ]]; then
			clock=$((BASH_REMATCH[1] - epoch))
			asked='' still=''
			((clock != old)) || still=1
		fi
		if [ "${GUEST[profile]}" = wall ]; then
			clock=$((SECONDS - start))
		elif [ -z "$line$asked" ] && { [ -n "$still" ] ||
			((spent >= next || SECONDS - used >= LIMIT_IDLE)); }; then
			# After an answer, the next turn waits a second for nothing.
			limit_ask
			asked=1 next=$((spent + LIMIT_QUIET))
		fi
		if ((clock != old)); then
			old=$clock moved=$SECONDS
		fi
		GUEST_END=$(limit_excess $((clock - GUEST[timeout])))
		((SECONDS - moved < LIMIT_STILL)) ||
			GUEST_END="the guest's clock stood still for $LIMIT_STILL s"
	done
	exec {MONITOR}>&- {answers}>&-
	[ -z "$GUEST_END" ] || kill -KILL "$pid" 2>/dev/null || true
}
