import { useComputedColorScheme } from "@mantine/core";
import { LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { useMemo } from "react";
import { useDrawing } from "./use-drawing.ts";

use([LineChart, GridComponent, LegendComponent, TooltipComponent, AriaComponent, CanvasRenderer]);

type Line = { readonly name: string; readonly values: readonly number[] };
type Props = {
  readonly summary: string;
  readonly labels: readonly string[];
  readonly lines: readonly Line[];
};

const COLORS = { light: ["#3b5bdb", "#0b7285", "#d9480f"], dark: ["#91a7ff", "#66d9e8", "#ffa94d"] };

/** Lines over time. What it says stands in a table as well, so to a screen reader it is one picture with a sentence. */
export function Chart({ summary, labels, lines }: Props) {
  const scheme = useComputedColorScheme("light");
  const option = useMemo(() => optionOf(labels, lines, scheme), [labels, lines, scheme]);
  const place = useDrawing(option);
  return <div ref={place} className="chart" role="img" aria-label={summary} />;
}

function optionOf(labels: readonly string[], lines: readonly Line[], scheme: "light" | "dark") {
  const text = scheme === "dark" ? "#c1c2c5" : "#495057";
  const faint = scheme === "dark" ? "#373a40" : "#e9ecef";
  const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
  return {
    animation: !isStill,
    color: COLORS[scheme],
    textStyle: { color: text },
    grid: { left: 8, right: 12, top: 12, bottom: 34, containLabel: true },
    legend: { bottom: 0, textStyle: { color: text }, icon: "roundRect", itemHeight: 8 },
    // Drawn, not written as HTML with styles, which the page's policy forbids.
    tooltip: { trigger: "axis", renderMode: "richText", confine: true },
    xAxis: {
      type: "category",
      data: [...labels],
      boundaryGap: false,
      axisLabel: { color: text, hideOverlap: true },
      axisLine: { lineStyle: { color: faint } },
    },
    yAxis: {
      type: "value",
      minInterval: 1,
      axisLabel: { color: text },
      splitLine: { lineStyle: { color: faint } },
    },
    series: lines.map(({ name, values }, index) => ({
      name,
      type: "line",
      data: [...values],
      smooth: 0.2,
      symbol: "none",
      lineStyle: { width: 2 },
      ...(index === 0 && { areaStyle: { opacity: 0.08 } }),
    })),
  };
}
