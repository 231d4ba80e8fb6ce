import { Agent, request } from "node:http";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { type Deployed, startSites } from "#testing/start-sites.ts";

const REQUESTS = 10_000;
const ACTIVATIONS = 50;
const PATHS = ["/", "/page", "/style.css"] as const;

test("of ten thousand requests during fifty activations none is answered by two versions, or by one that was replaced", {
  timeout: 60_000,
}, async () => {
  await using sites = await startSites();
  const { owner, base, deploy, edge } = sites;
  const versions: Deployed[] = [];
  for (const name of ["a", "b", "c"]) {
    const content = (path: string) => `${name} ${path} `.repeat(2000);
    const files = {
      "index.html": content("/"),
      "page.html": content("/page"),
      "style.css": content("/style.css"),
    };
    versions.push(await deploy(files, { activate: false }));
  }
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  /** Which versions a request may be answered by: whatever was active at some time between its beginning and its end. */
  let possible = new Set<string>();
  const activate = async (n: number) => {
    possible.add("abc".charAt(n % 3));
    for (const set of running) set.add("abc".charAt(n % 3));
    const { deploymentId = "" } = versions[n % 3] ?? {};
    expect(await owner.post(`${base}/${deploymentId}/activate`, undefined)).toMatchObject({ status: 200 });
    possible = new Set(["abc".charAt(n % 3)]);
  };
  const running = new Set<Set<string>>();
  await activate(0);
  let asked = 0;
  let isOver = false;
  const visitor = async () => {
    while (!isOver || asked < REQUESTS) {
      const path = PATHS[asked++ % PATHS.length] ?? "/";
      const mine = new Set(possible);
      running.add(mine);
      const body = await get(edge.port, path, agent);
      running.delete(mine);
      const name = body.charAt(0);
      // Not by a matcher each: ten thousand of them take longer than all the rest.
      if (body !== `${name} ${path} `.repeat(2000) || !mine.has(name))
        throw new Error(`${path}: ${body.slice(0, 40)}`);
    }
  };
  const visitors = Array.from({ length: 16 }, visitor);
  for (let n = 1; n <= ACTIVATIONS; n++) {
    const after = asked + REQUESTS / (ACTIVATIONS * 2);
    await activate(n);
    while (asked < after) await new Promise((resolve) => setImmediate(resolve));
  }
  isOver = true;
  await Promise.all(visitors);
  agent.destroy();
  expect(asked).toBeGreaterThanOrEqual(REQUESTS);
});

async function get(port: number, path: string, agent: Agent): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  request({ port, path, agent, headers: { host: "acme.sites.test" } }, (incoming) => resolve(text(incoming)))
    .on("error", reject)
    .end();
  return promise;
}
