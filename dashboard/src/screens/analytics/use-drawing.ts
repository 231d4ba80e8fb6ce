import { type EChartsCoreOption, type EChartsType, init } from "echarts/core";
import { useEffect, useRef } from "react";

type Clicked = { readonly name: string; readonly value: unknown };

/**
 * A place in which ECharts draws an option, as large as the place is. One chart for as long as the place is there: one that
 * is thrown away at each change may still have a tooltip under way.
 */
export function useDrawing(option: EChartsCoreOption, onClick?: (clicked: Clicked) => void) {
  const place = useRef<HTMLDivElement>(null);
  const drawn = useRef<EChartsType>(null);
  const clicked = useRef(onClick);
  useEffect(() => {
    clicked.current = onClick;
  }, [onClick]);
  useEffect(() => {
    if (place.current === null) return;
    const chart = init(place.current);
    drawn.current = chart;
    chart.on("click", ({ name, value }) => clicked.current?.({ name, value }));
    const watch = new ResizeObserver(() => chart.resize());
    watch.observe(place.current);
    return () => {
      watch.disconnect();
      drawn.current = null;
      chart.dispose();
    };
  }, []);
  useEffect(() => {
    drawn.current?.setOption(option, { notMerge: true });
  }, [option]);
  return place;
}
