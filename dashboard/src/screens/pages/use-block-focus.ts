import { useLayoutEffect, useRef } from "react";

/**
 * What is moved in a document loses its focus: this gives it back once the list is in its new order. A block that is new is gone
 * to, at the first thing that can be filled in.
 */
export function useBlockFocus(list: unknown) {
  const kept = useRef<Element | null>(null);
  const fresh = useRef<number>(undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the new order that takes the focus away
  useLayoutEffect(() => {
    const card = fresh.current === undefined ? null : document.querySelector(`[data-key="${fresh.current}"]`);
    const field = card?.querySelector("input, textarea, select") ?? card?.querySelector("button");
    const wanted = field ?? kept.current;
    if (wanted instanceof HTMLElement) wanted.focus();
    kept.current = null;
    fresh.current = undefined;
  }, [list]);
  return {
    keep: () => {
      kept.current = document.activeElement;
    },
    goTo: (key: number) => {
      fresh.current = key;
    },
  };
}
