import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Journey } from "./journey.ts";
import { analytics } from "./journeys/analytics.ts";
import { campaigns } from "./journeys/campaigns.ts";
import { files } from "./journeys/files.ts";
import { firstRun } from "./journeys/first-run.ts";
import { links } from "./journeys/links.ts";
import { pages } from "./journeys/pages.ts";
import { plan } from "./journeys/plan.ts";
import { rules } from "./journeys/rules.ts";
import { screens } from "./journeys/screens.ts";
import { session } from "./journeys/session.ts";
import { sites } from "./journeys/sites.ts";
import { size } from "./journeys/size.ts";
import { team } from "./journeys/team.ts";
import { tokens } from "./journeys/tokens.ts";
import { openBrowser } from "./open-browser.ts";
import { startInstallation } from "./start-installation.ts";
import { takeTrip } from "./take-trip.ts";

/** In this order: each finds what the ones before it have left. */
const ALL: Readonly<Record<string, readonly Journey[]>> = {
  ...{ firstRun, session, tokens, links, rules, analytics, campaigns, team },
  ...{ files, sites, pages, plan },
  ...{ screens, size },
};
const chosen = process.argv.slice(2);
const JOURNEYS = Object.entries(ALL)
  .filter(([name]) => chosen.length === 0 || name === "firstRun" || chosen.includes(name))
  .flatMap(([, journeys]) => journeys);

const start = performance.now();
await mkdir(join(import.meta.dirname, "screenshots"), { recursive: true });
await using installation = await startInstallation();
const browser = await openBrowser();
let failed = 0;
for (const journey of JOURNEYS) {
  const began = performance.now();
  const wrong = await takeTrip(browser, installation, journey);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`${wrong.length === 0 ? "✓" : "×"} ${journey.name} (${seconds} s)`);
  for (const what of wrong) console.log(`    ${what}`);
  if (wrong.length > 0) failed++;
  // Without what it leaves, none of the others can begin.
  if (wrong.length > 0 && firstRun.includes(journey)) break;
}
await browser.close();
const seconds = ((performance.now() - start) / 1000).toFixed(0);
console.log(`${JOURNEYS.length - failed} passed, ${failed} failed (${seconds} s)`);
process.exitCode = failed === 0 ? 0 : 1;
