import { afterAll, beforeAll, expect, test } from "vitest";
import { ACCEPTED } from "#testing/accepted-destinations.ts";
import type { Client } from "#testing/client.ts";
import { CONFUSABLE, REFUSED, SELF, UNSTORABLE } from "#testing/refused-destinations.ts";
import { type Control, startControl } from "#testing/start-control.ts";

const LINKS = "/v2/public/handles/acme/links";
const PATH = `${LINKS}/launch`;
const GOOD = "https://example.com/";

/** Every field of a link that sends visitors somewhere, and its path in a refusal. */
const FIELDS: [path: string, bodyWith: (url: string) => object][] = [
  ["destinationUrl", (destinationUrl) => ({ destinationUrl })],
  ["expiredUrl", (expiredUrl) => ({ destinationUrl: GOOD, expiredUrl })],
  [
    "routingRules.0.variant.destinationUrl",
    (destinationUrl) => ({
      destinationUrl: GOOD,
      routingRules: [{ id: "rule", when: {}, variant: { id: "there", destinationUrl } }],
    }),
  ],
];

let control: Control;
let writer: Client;
beforeAll(async () => {
  control = await startControl();
  writer = await control.token(["links.*"]);
});
afterAll(() => control[Symbol.asyncDispose]());

test("there is a corpus", () => {
  expect(new Set([...ACCEPTED, ...REFUSED, ...UNSTORABLE]).size).toBeGreaterThan(280);
});

test.each(FIELDS)(
  "%s: every bad destination is refused, and nothing of it is stored",
  async (path, bodyWith) => {
    for (const url of REFUSED) {
      const answer = await writer.put(PATH, bodyWith(url));
      const details = [{ path, message: expect.stringMatching(/\S/) }];
      expect(answer, url).toMatchObject({ status: 400, body: { details } });
      expect((answer.body as { error: string }).error, url).toBe("invalid_destination_url");
    }
    for (const url of UNSTORABLE) {
      const answer = await writer.put(PATH, bodyWith(url));
      expect(answer, url).toMatchObject({ status: 400, body: { error: "invalid_payload" } });
    }
    for (const table of ["links", "link_versions", "routes", "audit_events where action like 'link.%'"]) {
      expect(await control.rows(`select * from ${table}`), table).toEqual([]);
    }
  },
);

test("a link under a slug of ours is refused the same ones", async () => {
  for (const url of REFUSED) {
    if (SELF.includes(url)) continue;
    const answer = await writer.post(LINKS, { destinationUrl: url });
    expect(answer, url).toMatchObject({ status: 400, body: { error: "invalid_destination_url" } });
  }
  expect(await control.rows("select * from links")).toEqual([]);
});

test("what passes for another address is told so, and which", async () => {
  for (const url of CONFUSABLE) {
    const { body } = await writer.put(PATH, { destinationUrl: url });
    expect((body as { message: string }).message, url).toMatch(
      /^destinationUrl: It looks like another address: \S+ .+\.$/u,
    );
  }
  expect((await writer.put(PATH, { destinationUrl: "https://раураl.com/" })).body).toMatchObject({
    message: "destinationUrl: It looks like another address: раураl can be read as paypal.",
  });
});

test("every fault of a request is told at once", async () => {
  const [denied, own] = ["https://denied.example/", "http://acme.sites.test/launch"];
  const answer = await writer.put(PATH, { destinationUrl: denied, expiredUrl: own });
  expect(answer.body).toMatchObject({
    error: "invalid_destination_url",
    details: [
      { path: "destinationUrl", message: "No link may lead to this host." },
      { path: "expiredUrl", message: "The link would lead to itself." },
    ],
  });
});

// The last one: it is this that stores something.
test.each(FIELDS)(
  "%s: every good destination is stored as it was sent, and is one to every parser",
  async (_, bodyWith) => {
    for (const url of ACCEPTED) {
      const body = bodyWith(url);
      expect(await writer.put(PATH, body), url).toMatchObject({ body });
      const { href } = new URL(url);
      expect(new URL(href).href).toBe(href);
    }
  },
);
