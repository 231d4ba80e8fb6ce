import { type EChartsCoreOption, type EChartsType, init } from "echarts/core";
import { useCallback, useEffect, useRef } from "react";

type Clicked = { readonly name: string; readonly value: unknown };

/**
 * A place in which ECharts draws an option, as large as the place is. One chart for as long as the place is there: one that
 * is thrown away at each change may still have a tooltip under way. While the place has no room, as in a column that is
 * not laid out yet, nothing is drawn: a map cannot be fitted into nothing, and throws.
 */
export function useDrawing(option: EChartsCoreOption, onClick?: (clicked: Clicked) => void) {
  const place = useRef<HTMLDivElement>(null);
  const drawn = useRef<EChartsType>(null);
  const wanted = useRef<EChartsCoreOption>(null);
  const clicked = useRef(onClick);
  const draw = useCallback(() => {
    const chart = drawn.current;
    if (chart === null || wanted.current === null || chart.getWidth() === 0 || chart.getHeight() === 0)
      return;
    chart.setOption(wanted.current, { notMerge: true });
    wanted.current = null;
  }, []);
  useEffect(() => {
    clicked.current = onClick;
  }, [onClick]);
  useEffect(() => {
    if (place.current === null) return;
    const chart = init(place.current);
    drawn.current = chart;
    chart.on("click", ({ name, value }) => clicked.current?.({ name, value }));
    const watch = new ResizeObserver(([entry]) => {
      if (entry === undefined || entry.contentRect.width === 0 || entry.contentRect.height === 0) return;
      chart.resize();
      draw();
    });
    watch.observe(place.current);
    return () => {
      watch.disconnect();
      drawn.current = null;
      chart.dispose();
    };
  }, [draw]);
  useEffect(() => {
    wanted.current = option;
    draw();
  }, [option, draw]);
  return place;
}
