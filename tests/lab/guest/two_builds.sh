# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC1091 # the guest's file
#
# Records two builds of the platform and the transport in turns, and checks B against A:
# installing one unloads all modules and loads them again, B with another service time.
# ROUNDS (1) times, RUNS (4) recordings a side of TRANSFERS (400) each; B: the service
# time of B (80us; A has 20us). Writes roundN.out and roundN.status, and mediansN.out if a
# round is inconclusive.

. /lab/lib.sh

RUNS=${RUNS:-4}
cat >/tmp/install <<'END'
. /lab/lib.sh
unload_modules || exit 1
SERVICE=$1
load_modules || exit 1
sleep 1
END
cat >/tmp/limits.ini <<END
[defaults]
alpha = ${ALPHA:-0.01}
min-runs = $RUNS
[ref-virtio SENSOR_READING_GET total]
timeouts = 0
max-regression-p50 = 25us
[ref-virtio SENSOR_READING_GET service]
max-regression-p50 = 25us
[ref-virtio SENSOR_READING_GET wakeup]
max-regression-p50 = 25us
END

# all_again: the same command line records for the first time, and for --confirm.
all_again() {
	cat <<-END
		scmi-perf turns 'sh /tmp/install 20us' 'sh /tmp/install ${B:-80us}' \
			-n $RUNS -o /tmp/turns -- \
			scmi-perf record ${DETERMINISTIC:+--deterministic} -o {} -- \
				load sensor:${TRANSFERS:-400}
	END
}

round=0
while [ $round -lt "${ROUNDS:-1}" ]; do
	round=$((round + 1))
	all_again >/tmp/all-again
	keep "turns$round" sh /tmp/all-again
	keep "round$round" scmi-perf check /tmp/turns/b*.scmi --limits /tmp/limits.ini \
		--baseline /tmp/turns/a*.scmi ${CONFIRM:+--confirm "sh /tmp/all-again"}
	cat "/out/round$round.out"
	# Why it is inconclusive: the medians of all runs in the order of time.
	[ "$(cat "/out/round$round.status")" -ne 3 ] ||
		keep "medians$round" scmi-perf history --json --statistic p50 \
			--phase total --phase service /tmp/turns
done
