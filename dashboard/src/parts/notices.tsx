import { lazy, Suspense, useEffect, useState } from "react";

const Notifications = lazy(() =>
  import("@mantine/notifications").then(({ Notifications: One }) => ({ default: One })),
);
const TOUCHES = ["pointerdown", "keydown", "click"] as const;

/**
 * Where notices are shown. It is loaded when the page is first touched: none is shown before, the first screen need not wait
 * for it, and it is there already when a connection is lost.
 */
export function Notices() {
  const [isTouched, setTouched] = useState(false);
  useEffect(() => {
    const ended = new AbortController();
    const options = { capture: true, once: true, signal: ended.signal };
    for (const type of TOUCHES) addEventListener(type, () => setTouched(true), options);
    return () => ended.abort();
  }, []);
  return (
    isTouched && (
      <Suspense>
        <Notifications position="bottom-right" />
      </Suspense>
    )
  );
}
