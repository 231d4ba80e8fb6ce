import { useComputedColorScheme } from "@mantine/core";
import { MapChart } from "echarts/charts";
import { AriaComponent, TooltipComponent, VisualMapComponent } from "echarts/components";
import { registerMap, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { useMemo } from "react";
import world from "world-atlas/countries-110m.json";
import { formatNumber } from "#text/format.ts";
import { t } from "#text/t.ts";
import { countryName } from "./country-name.ts";
import { decodeTopology, type Topology } from "./decode-topology.ts";
import { useDrawing } from "./use-drawing.ts";

use([MapChart, TooltipComponent, VisualMapComponent, AriaComponent, CanvasRenderer]);

/** Nobody clicks there, and it takes a fifth of the room. */
const LEFT_OUT = "AQ";

registerMap("world", {
  type: "FeatureCollection",
  features: decodeTopology(world as unknown as Topology)
    .filter(({ code }) => code !== LEFT_OUT)
    .map(({ code, polygons }) => ({
      type: "Feature",
      properties: { name: code },
      geometry: { type: "MultiPolygon", coordinates: polygons },
    })),
} as never);

type Props = {
  readonly clicks: ReadonlyMap<string, number>;
  readonly chosen: string | undefined;
  readonly onChoose: (code: string) => void;
};

const COLORS = {
  light: {
    none: "#e9ecef",
    line: "#ffffff",
    text: "#495057",
    chosen: "#d9480f",
    scale: ["#bac8ff", "#1c3a9e"],
  },
  dark: {
    none: "#2c2e33",
    line: "#1a1b1e",
    text: "#c1c2c5",
    chosen: "#ffa94d",
    scale: ["#32437e", "#bac8ff"],
  },
};

/** Clicks by country on a map. The rows beside it say the same, so to a screen reader it is one picture with a sentence. */
export function WorldMap({ clicks, chosen, onChoose }: Props) {
  const scheme = useComputedColorScheme("light");
  const option = useMemo(() => optionOf(clicks, chosen, scheme), [clicks, chosen, scheme]);
  const place = useDrawing(option, ({ name, value }) => {
    if (Number(value) > 0) onChoose(name);
  });
  return <div ref={place} className="map" role="img" aria-label={t("map.summary", { count: clicks.size })} />;
}

function optionOf(clicks: Props["clicks"], chosen: string | undefined, scheme: "light" | "dark") {
  const colors = COLORS[scheme];
  const most = Math.max(1, ...clicks.values());
  return {
    animation: false,
    textStyle: { color: colors.text },
    // Drawn, not written as HTML with styles, which the page's policy forbids.
    tooltip: {
      renderMode: "richText",
      confine: true,
      formatter: ({ name }: { readonly name: string }) =>
        `${countryName(name)}: ${formatNumber(clicks.get(name) ?? 0)}`,
    },
    // By the logarithm: one country has most clicks nearly always, and the others would look alike.
    visualMap: {
      ...{ min: 0, max: Math.log1p(most), dimension: 0, calculable: false, itemWidth: 10, itemHeight: 90 },
      ...{ orient: "horizontal", left: "center", bottom: 0, hoverLink: false },
      text: [formatNumber(most), "1"],
      textStyle: { color: colors.text },
      inRange: { color: colors.scale },
    },
    series: [
      {
        ...{
          type: "map",
          map: "world",
          roam: false,
          selectedMode: false,
          left: 0,
          right: 0,
          top: 0,
          bottom: 28,
        },
        itemStyle: { areaColor: colors.none, borderColor: colors.line, borderWidth: 0.5 },
        emphasis: { label: { show: false }, itemStyle: { areaColor: colors.chosen } },
        data: [...clicks].map(([name, count]) => ({
          name,
          value: Math.log1p(count),
          ...(name === chosen && { itemStyle: { borderColor: colors.chosen, borderWidth: 2 } }),
        })),
      },
    ],
  };
}
