// SPDX-License-Identifier: GPL-2.0-only
/*
 * Colours of pictures are named by their value in reports/pictures/pictures.gp,
 * which is the light one: --c2a78d6 is the blue of the first series. The dark
 * colours are other steps of the same hues.
 */
#include "html_parts.h"

#define DARK                                                             \
	"--ground:#1a1a19;--ink:#ffffff;--soft:#c3c2b7;--line:#383835;"  \
	"--good:#0ca30c;--bad:#e66767;--warn:#fab219;"                   \
	"--c2a78d6:#3987e5;--ceb6834:#d95926;--c1baf7a:#199e70;"         \
	"--ceda100:#c98500;--c4a3aa7:#9085e9;--ce87ba4:#d55181;"         \
	"--c008300:#008300;--ce34948:#e66767;--c898781:#898781;"         \
	"--c52514e:#c3c2b7;--cc3c2b7:#52514e;--ce1e0d9:#2c2c2a;"         \
	"--task:#42423f;--function:#4a3822;--driver:#8a5414;--message:#" \
	"1f3f66;"

const char html_colors[] =
	":root{color-scheme:light dark;"
	"--ground:#ffffff;--ink:#0b0b0b;--soft:#52514e;--line:#d8d7cf;"
	"--good:#006300;--bad:#b3261e;--warn:#eda100;"
	"--task:#dcdbd3;--function:#f8e6cd;--driver:#f0ae62;--message:#cfe0f5;"
	"color:var(--ink);background:var(--ground)}\n"
	"@media screen and (prefers-color-scheme:dark){:root{" DARK "}}\n";

const char html_style[] =
	"*{box-sizing:border-box}\n"
	"body{margin:0 "
	"auto;max-width:72rem;padding:1rem;overflow-wrap:anywhere;"
	"font:1rem/1.5 system-ui,sans-serif}\n"
	"h1{font-size:1.5rem;margin:.5rem 0}\n"
	"h2{font-size:1.2rem;margin:2rem 0 .5rem}\n"
	"h3{font-size:1rem;margin:1.2rem 0 .3rem}\n"
	"p,ul,dl{margin:.5rem 0}\n"
	"ul{padding-left:1.2rem}\n"
	".soft,figcaption,dt{color:var(--soft)}\n"
	".verdict{border-left:.4rem solid var(--line);padding:.3rem .8rem;"
	"font-size:1.1rem;font-weight:600}\n"
	".verdict.good{border-color:var(--good)}\n"
	".verdict.warn{border-color:var(--warn)}\n"
	".verdict.bad{border-color:var(--bad)}\n"
	".tiles{display:grid;grid-template-columns:"
	"repeat(auto-fit,minmax(7rem,1fr));gap:.5rem;margin:1rem 0}\n"
	".tiles div{border:1px solid var(--line);border-radius:.4rem;"
	"padding:.4rem .7rem}\n"
	".tiles dd{margin:0;font-size:1.4rem;font-weight:600}\n"
	".bar{display:flex;height:1.4rem;gap:2px;margin-top:1rem}\n"
	".bar i{min-width:2px;border-radius:.15rem}\n"
	".pictures{display:grid;grid-template-columns:"
	"repeat(auto-fit,minmax(min(100%,28rem),1fr));gap:1rem 2rem}\n"
	"figure{margin:0;min-width:0;break-inside:avoid}\n"
	".pictures h3{margin-top:0}\n"
	"figure svg{display:block;width:100%;max-width:40rem;height:auto}\n"
	"figcaption{font-size:.9rem}\n"
	".pictures .wide{grid-column:1/-1}\n"
	".legend{list-style:none;padding:0;font-size:.9rem}\n"
	".legend i{display:inline-block;width:.8em;height:.8em;"
	"border-radius:.15em;margin-right:.5em}\n"
	".legend.row li{display:inline-block;margin-right:1.2em}\n"
	".flame{display:block;min-width:44rem;font-size:12px}\n"
	".flame rect{stroke:var(--ground)}.flame text{fill:var(--ink)}\n"
	".task{fill:var(--task);background:var(--task)}"
	".function{fill:var(--function);background:var(--function)}"
	".driver{fill:var(--driver);background:var(--driver)}"
	".message{fill:var(--message);background:var(--message)}\n"
	".flame g:hover rect{stroke:var(--ink)}\n"
	".scroll{overflow-x:auto}\n"
	"table{border-collapse:collapse;width:100%;font-size:.9rem;"
	"font-variant-numeric:tabular-nums;overflow-wrap:normal}\n"
	"th,td{padding:.15rem .5rem;text-align:right;white-space:nowrap}\n"
	"th{font-weight:600}\n"
	"th:first-child{text-align:left;padding-left:0}\n"
	"tbody tr.note td,table.text td:first-child{padding-left:0}\n"
	"tbody th{font-weight:400;position:sticky;left:0;"
	"background:var(--ground)}\n"
	"tbody th.words{white-space:normal}\n"
	"thead th{border-bottom:1px solid var(--line);color:var(--soft)}\n"
	"tbody tr.total>*{font-weight:600}\n"
	"tbody tr.name>*{text-align:left;font-weight:600;white-space:normal;"
	"border-top:1px solid var(--line);padding-top:.5rem}\n"
	"tbody tr.name span{position:sticky;left:0;display:inline-block;"
	"max-width:calc(100vw - 3rem)}\n"
	"tbody tr.note>*{text-align:left;white-space:normal;"
	"color:var(--soft)}\n"
	".slower{color:var(--bad)}.faster{color:var(--good)}\n"
	"table.text th,table.text td{text-align:left}\n"
	"dl.facts{display:grid;grid-template-columns:fit-content(40%) 1fr;"
	"gap:.1rem 1rem}\n"
	"dl.facts dd{margin:0;min-width:0;grid-column:2}\n"
	"@media print{body{max-width:none;padding:0;font-size:9pt}"
	".scroll{overflow:visible}table{font-size:7.5pt}"
	"th,td{padding:.1rem .25rem}"
	"table.text td{white-space:normal}"
	"td.string{overflow-wrap:anywhere}"
	"h2,h3{break-after:avoid}tr{break-inside:avoid}"
	"tbody th{position:static}"
	".pictures{gap:.5rem 1.5rem;grid-template-columns:1fr 1fr}.pictures "
	"figcaption,.legend{font-size:8pt}"
	"*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}\n";
