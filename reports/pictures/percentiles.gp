# SPDX-License-Identifier: GPL-2.0-only
# Latency by percentile, on the axis log(1 / (1 - p)); one panel per row.
# One block per curve: title, then lines of 1 / (1 - p), latency, row, side.
load "curves.gp"
stats data using 2 nooutput
low = STATS_min * 0.9
high = STATS_max * 1.1
stats data using 1 nooutput
nines = STATS_max > 10 ? STATS_max : 10

load "style.gp"
set title rows == 1 ? "Latency of whole transfers, by percentile" : ""
set ylabel "latency [" . unit . "]" noenhanced
set logscale x
set xrange [1 : nines]
set xtics ("0" 1, "50" 2, "90" 10, "99" 100, "99.9" 1e3, "99.99" 1e4, \
	"99.999" 1e5, "99.9999" 1e6, "99.99999" 1e7)
set yrange [low : high]
load "tics.gp"
if (logarithmic) {
	set logscale y
	eval "set ytics " . tics
}
set xlabel "percentile"
if (rows > 1) {
	set key inside left top font small
	if (sides == 1) {
		set key above left samplen 0
	}
	set multiplot layout (rows > 2 ? (rows + 1) / 2 : 1), 2 \
		title "Latency of whole transfers, by percentile\n"
}
do for [row = 1 : rows] {
	# With many panels, only the lowest have room for what all have in common.
	if (rows > 4) {
		set xlabel (row > rows - 2 ? "percentile" : "")
		set ylabel (row % 2 ? "[" . unit . "]" : "") noenhanced
	}
	plot for [i = first[row] : final[row]] data index i - 1 using 1:2 \
		with lines linecolor rgb side_color(side_of[i]) linewidth 2 \
		title columnheader(1)
}
if (rows > 1) {
	unset multiplot
}
