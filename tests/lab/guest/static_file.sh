# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
#
# The first minutes on a board that has one file of scripts/static and nothing else of
# this project. The file follows these lines in base64. static.bats checks the results.

mkdir /tmp/board && cd /tmp/board || exit 1
sed '1,/^# PAYLOAD$/d' "$0" | base64 -d >scmi-perf
chmod +x scmi-perf
ln -s scmi-perf scmi-top
rm -f /bin/scmi-perf /bin/scmi-top

./scmi-perf --version >/out/version.out || exit 1
./scmi-perf doctor >/out/doctor.out || exit 1
./scmi-perf stat --deterministic -- load sensor:300 >/out/stat.out || exit 1
./scmi-perf record -o run.scmi -- load sensor:300 || exit 1
./scmi-perf report -j run.scmi >/out/report.json || exit 1
./scmi-perf report --html /out/page.html run.scmi || exit 1
./scmi-top -b -n 1 -i 100ms >/out/top.out || exit 1
./scmi-perf trace -n 3 >/out/trace.out &
while kill -0 $! 2>/dev/null; do
	load sensor:10
done
wait $! || exit 1
exit
# PAYLOAD
