import { appendFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Journey } from "./journey.ts";
import { analytics } from "./journeys/analytics.ts";
import { campaigns } from "./journeys/campaigns.ts";
import { chain } from "./journeys/chain.ts";
import { domains } from "./journeys/domains.ts";
import { files } from "./journeys/files.ts";
import { firstRun } from "./journeys/first-run.ts";
import { functions } from "./journeys/functions.ts";
import { leads } from "./journeys/leads.ts";
import { links } from "./journeys/links.ts";
import { pages } from "./journeys/pages.ts";
import { personalization } from "./journeys/personalization.ts";
import { plan } from "./journeys/plan.ts";
import { rules } from "./journeys/rules.ts";
import { screens } from "./journeys/screens.ts";
import { session } from "./journeys/session.ts";
import { settings } from "./journeys/settings.ts";
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
  ...{ functions, settings, domains },
  ...{ files, sites, pages },
  ...{ leads, personalization, chain, plan },
  ...{ screens, size },
};
const chosen = process.argv.slice(2);
/** The last ones look at what all others have left. */
const isWhole = chosen.length === 0 || chosen.includes("screens");
const JOURNEYS = Object.entries(ALL)
  .filter(([name]) => isWhole || name === "firstRun" || chosen.includes(name))
  .flatMap(([group, journeys]) => journeys.map((journey) => ({ group, journey })));

/** Where the groups that failed are written down, for whoever runs them again. */
const FAILED_GROUPS = process.env["FAILED_FILES"];

const start = performance.now();
await mkdir(join(import.meta.dirname, "screenshots"), { recursive: true });
await using installation = await startInstallation();
const browser = await openBrowser();
let passed = 0;
const failures: string[] = [];
for (const { group, journey } of JOURNEYS) {
  const began = performance.now();
  const wrong = await takeTrip(browser, installation, journey);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`${wrong.length === 0 ? "✓" : "×"} ${journey.name} (${seconds} s)`);
  for (const what of wrong) console.log(`    ${what}`);
  if (wrong.length === 0) {
    passed++;
    continue;
  }
  failures.push(`FAILED ${group} > ${journey.name}: ${wrong[0]}`);
  // Without what it leaves, none of the others can begin.
  if (group === "firstRun") break;
  if (FAILED_GROUPS !== undefined) await appendFile(FAILED_GROUPS, `${group}\n`);
}
await browser.close();
const seconds = ((performance.now() - start) / 1000).toFixed(0);
for (const failure of failures) console.log(failure);
console.log(`${passed} passed, ${JOURNEYS.length - passed} failed (${seconds} s)`);
process.exitCode = passed === JOURNEYS.length ? 0 : 1;
