# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# scmi-lab run: measure one load in one guest.

run_help() {
	cat <<-'HELP'
		Usage: lab/scmi-lab run --out DIR [OPTION...]

		Boot a guest, send SCMI messages over a transport under an observer,
		and write to DIR:

		  run.scmi       the profile of 'scmi-perf record' (--observer record)
		  truth.json     the load's own measurements
		  platform.json  the platform's counters: messages, faults
		  device.log     --device: the messages of scmi-vhost-user
		  stamps.txt     smc*, optee*: the own times of the firmware's or the
		                 TEE's last messages
		  console.log    the guest's console
		  dmesg.log      the guest's kernel log

		If the guest panics, hangs or warns, if the load fails, or if the
		observer cannot attach, the reason and the last lines of the console
		are printed and the exit status is 1.

	HELP
	guest_options_help
	device_options_help
	own_options_help
	cat <<-'HELP'
		  --load SPEC           WORK:COUNT[,threads=N][,gap=US][,rate=R][,async][,poll][,notify][,fast][,all]
		                        (sensor:2000; COUNT is the sum over all threads);
		                        WORK is sensor, clock, perf, power, reset, voltage,
		                        vendor, or mixed: all of them in turn; all: on all
		                        SCMI instances, with mailbox+smc two
		  --observer NAME       record (default): scmi-perf record; record:LEVEL
		                        with --hooks LEVEL; record:tracefs: without
		                        BPF, by --source tracefs; record:callers:
		                        with --callers; record:resource: with
		                        --by resource; record:on: with --on
		                        none: the load alone
		                        empty:LEVEL: empty programs on the same hooks
		                        tracefs: begin, rx_done and end through tracefs
		                        tracefs-all: all scmi events through tracefs

		Examples:
		  lab/scmi-lab run --out /tmp/r --load sensor:2000
		  lab/scmi-lab run --out /tmp/r --profile wall --cpus 2 \
		      --load sensor:20000,threads=8 --service exp:20us
		  lab/scmi-lab run --out /tmp/r --transport mailbox --fault plan.txt \
		      --load mixed:4000,threads=4,async,notify
	HELP
}

cmd_run() {
	local load=sensor:2000 observer=record out=''

	guest_defaults
	while [ $# -gt 0 ]; do
		case $1 in
		--load) load=$(option_value "$@") || exit 1 ;;
		--observer) observer=$(option_value "$@") || exit 1 ;;
		--out) out=$(option_value "$@") || exit 1 ;;
		--help) run_help && return ;;
		*) guest_option "$@" || usage_error "unexpected argument '$1'" ;;
		esac
		shift 2
	done
	guest_check_options
	own_check_load
	[ "$observer" != record ] || observer=record:transport
	[[ $load =~ ^[a-z0-9:,=]+$ ]] ||
		usage_error "invalid value '$load' for --load: must be WORK:COUNT[,threads=N][,gap=US][,rate=R][,async][,poll][,notify][,fast][,each]"
	[[ $observer =~ ^(none|record:(tracefs|resource|callers|on)|(record|empty):(core|transport|all)|tracefs|tracefs-all)$ ]] ||
		usage_error "unknown observer '$observer'"
	guest_out "$out"

	guest_prepare
	guest_job run "LOAD=$load" "OBSERVER=$observer" "PROFILE=${GUEST[profile]}"
	guest_boot
	console_verdict "$out" || exit 1
	device_end "$out" || exit 1
	run_check_results "$out" "$observer"
	note "results: $out"
}

# run_check_results OUT OBSERVER: die unless all results of a successful job exist.
run_check_results() {
	[ -s "$1/truth.json" ] || die "the load wrote no figures ($1/truth.json)"
	[[ $2 != record:* ]] || [ -s "$1/run.scmi" ] || die "record wrote no profile ($1/run.scmi)"
	[[ ${GUEST[device]} == *:* || ${GUEST[transport]} == none || -s $1/platform.json ]] ||
		die "the platform wrote no counters ($1/platform.json)"
}
