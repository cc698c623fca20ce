# SPDX-License-Identifier: GPL-2.0-only
# Histograms, one row per series; in a comparison the sides overlap in a row.
# One block per curve: title, then lines of edge, height (0 … 1), row, colour.
load "curves.gp"
stats data using 1 nooutput
low = STATS_min
high = STATS_max

load "style.gp"
set title legend ? "Latency of whole transfers" : ""
set xrange [low : high]
set yrange [0 : rows]
load "tics.gp"
if (logarithmic) {
	set logscale x
	eval "set xtics " . tics
}
set ytics ()
do for [i = 1 : rows] {
	set ytics add (sprintf("%d", i) rows - i + 0.4)
}
set ytics scale 0
set grid noytics
base(i) = rows - row_of[i]
plot for [i = 1 : n] data index i - 1 \
	using 1:(base(i)):(base(i) + 0.9 * $2) with filledcurves \
	linecolor rgb color(color_of[i]) fillstyle transparent solid 0.35 notitle, \
	for [i = 1 : n] data index i - 1 using 1:(base(i) + 0.9 * $2) with lines \
	linecolor rgb color(color_of[i]) linewidth 1.5 title columnheader(1)
