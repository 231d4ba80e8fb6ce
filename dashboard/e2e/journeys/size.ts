import { HANDLE, type Journey, must } from "#e2e/journey.ts";

const MOST_BYTES = 235 * 1024;

export const size: readonly Journey[] = [
  {
    name: "the first load of the heaviest first screen is at most 235 KB of compressed script",
    walk: async ({ origin, openSignedIn }) => {
      for (const path of ["/app/sign-in", `/app/${HANDLE}/links`, `/app/${HANDLE}/settings/tokens`]) {
        const page = await openSignedIn();
        // What the sign-in led to is not counted.
        await page.goto("about:blank");
        let bytes = 0;
        const scripts = new Set<string>();
        page.on("requestfinished", (request) => {
          if (request.resourceType() === "script") scripts.add(request.url());
        });
        await page.goto(origin + path);
        await page.waitForLoadState("networkidle");
        for (const url of scripts) {
          const answer = await fetch(url, { headers: { "accept-encoding": "gzip" } });
          bytes += Number(answer.headers.get("content-length"));
          await answer.arrayBuffer();
        }
        console.log(`    ${path}: ${Math.round(bytes / 1024)} KB of script (gzip), ${scripts.size} files`);
        must(bytes > 0 && bytes <= MOST_BYTES, `${path} loads ${bytes} bytes of script.`);
        await page.context().close();
      }
    },
  },
];
