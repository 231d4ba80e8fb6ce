import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "./main.css";
import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { queryClient } from "#api/query-client.ts";
import { Notices } from "#parts/notices.tsx";
import { hasSession, listenToSession } from "#session/session.ts";
import { router } from "./router.tsx";
import { theme } from "./theme.ts";

/** The page's own, without which no rule written at run time counts. */
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? "";
// Read by what locks the scrolling behind a dialog.
Object.assign(globalThis, { __webpack_nonce__: nonce });

const root = document.getElementById("root");
if (root === null) throw new Error("The page has no place for the dashboard.");
const drawn = createRoot(root);

/** Another `session` begins every screen anew, with nothing of what the last one was shown or has typed. */
function draw(session: number): void {
  drawn.render(
    <StrictMode>
      <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => nonce}>
        <QueryClientProvider client={queryClient}>
          <Notices />
          <RouterProvider key={session} router={router} />
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
}

let sessions = 0;
listenToSession(() => {
  queryClient.clear();
  // Without a session the screens only wait to be left, and drawn anew they would ask.
  if (hasSession()) draw(++sessions);
  void router.invalidate();
});
draw(sessions);
