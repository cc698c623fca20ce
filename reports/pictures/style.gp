# SPDX-License-Identifier: GPL-2.0-only
# Starts a picture: its output file, its size of 16 to 9 and the common style.
if (format eq "svg") {
	set terminal svg size 960, 540 dynamic noenhanced font "sans-serif,14"
}
if (format eq "png") {
	set terminal pngcairo size 1920, 1080 noenhanced font "sans,22" \
		linewidth 2 background "#ffffff"
}
if (format eq "pdf") {
	if (!exists("paged")) {
		set output "pictures.pdf"
		set terminal pdfcairo size 25.6cm, 14.4cm noenhanced font "sans,11"
		paged = 1
	}
} else {
	set output name . "." . format
}
small = format eq "svg" ? ",10" : format eq "png" ? ",16" : ",8"
set border 3 linecolor rgb axis
set grid linecolor rgb grid linetype 1 linewidth 1
set xtics nomirror textcolor rgb ink scale 0.5
set ytics nomirror textcolor rgb ink scale 0.5
set xlabel textcolor rgb ink offset 0, 0.6
set ylabel textcolor rgb ink
set style fill solid 1 noborder
set xlabel "latency [" . unit . "]" noenhanced
set key outside right top vertical Left reverse noenhanced textcolor rgb ink samplen 2
