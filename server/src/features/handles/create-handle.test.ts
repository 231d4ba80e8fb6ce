import { expect, test } from "vitest";
import { onEveryEngine } from "#testing/engines.ts";
import { startControl } from "#testing/start-control.ts";

const HANDLES = "/v2/handles";

test("who claims a handle owns it, and its host leads to it", async () => {
  await using control = await startControl();
  const anna = await control.signedIn("anna");
  const created = await anna.post(HANDLES, { handle: "Acme", displayName: "Acme Inc." });
  expect(created).toMatchObject({
    status: 201,
    body: {
      handle: "acme",
      displayName: "Acme Inc.",
      ownerUserId: "anna",
      role: "OWNER",
      url: "http://acme.sites.test",
    },
  });
  expect((await anna.get(`${HANDLES}/acme`)).body).toEqual(created.body);
  expect((await anna.get(`${HANDLES}/ACME`)).body).toEqual(created.body);
  const [host] = (await control.rows("select * from hosts")) as { handle_id: string }[];
  expect(host).toMatchObject({ host: "acme", moved_to: null, until: null });
  const audited = await control.rows("select action, target, actor, handle_id from audit_events");
  expect(audited).toEqual([
    { action: "handle.create", target: "acme", actor: "user:anna", handle_id: host?.handle_id },
  ]);
  expect(await control.rows("select * from outbox")).toEqual([]);
});

test.each([["ab"], ["api"], ["xn--acme"], ["a--b"], ["acme.com"], [7]])(
  "the name %j is refused by its own code",
  async (handle) => {
    await using control = await startControl();
    const answer = await (await control.signedIn("anna")).post(HANDLES, { handle });
    expect(answer).toMatchObject({
      status: 400,
      body: { error: "invalid_handle", details: [{ path: "handle" }] },
    });
    expect(await control.rows("select * from handles")).toEqual([]);
  },
);

test("a taken name is a conflict and leaves no trace", async () => {
  await using control = await startControl();
  await control.handle("acme");
  const answer = await (await control.signedIn("anna")).post(HANDLES, { handle: "acme" });
  expect(answer).toMatchObject({ status: 409, body: { error: "conflict" } });
  expect(await control.rows("select * from handles")).toHaveLength(1);
  expect(await control.rows("select * from members")).toEqual([]);
  expect(await control.rows("select * from audit_events")).toEqual([]);
});

test("the same request sent twice claims once and is answered the same", async () => {
  await using control = await startControl();
  const anna = await control.signedIn("anna");
  const send = () => anna.post(HANDLES, { handle: "acme" }, { "idempotency-key": "k" });
  const [first, second] = [await send(), await send()];
  expect([second.status, second.body]).toEqual([first.status, first.body]);
  expect(first.status).toBe(201);
});

test("the list has the handles one works in, page by page, and no other", async () => {
  await using control = await startControl();
  for (const name of ["delta", "alpha", "charlie", "bravo"]) await control.setRole("anna", "CREATOR", name);
  await control.handle("elsewhere");
  const anna = await control.signedIn("anna");
  const seen: string[] = [];
  let next = "";
  do {
    const { body } = await anna.get(`${HANDLES}?limit=3${next}`);
    const page = body as { handles: { handle: string; role: string }[]; nextToken: string | null };
    expect(page.handles.every(({ role }) => role === "CREATOR")).toBe(true);
    seen.push(...page.handles.map(({ handle }) => handle));
    next = page.nextToken === null ? "" : `&nextToken=${page.nextToken}`;
  } while (next !== "");
  expect(seen).toEqual(["alpha", "bravo", "charlie", "delta"]);
  expect((await (await control.signedIn("bert")).get(HANDLES)).body).toEqual({
    handles: [],
    nextToken: null,
  });
});

test.each(["limit=0", "limit=1001", "nextToken=x", "nextToken=WzFd", "colour=red"])(
  "a list asked for with %s is refused",
  async (query) => {
    await using control = await startControl();
    const answer = await (await control.signedIn("anna")).get(`${HANDLES}?${query}`);
    expect(answer).toMatchObject({ status: 400, body: { error: "invalid_payload" } });
  },
);

test("another's handle is answered like one that is not there, byte for byte", async () => {
  await using control = await startControl();
  await control.member("OWNER", "other");
  const stranger = await control.signedIn("stranger");
  const paths: [string, string, unknown?][] = [
    ["GET", ""],
    ["DELETE", "?confirm={handle}"],
    ["GET", "/profile"],
    ["PUT", "/profile", { bio: "x" }],
    ["POST", "/rename", { handle: "new-name" }],
    ["GET", "/collaborators"],
    ["PUT", "/collaborators", { collaborators: [] }],
    ["POST", "/transfer-ownership", { newOwnerUserId: "stranger" }],
    ["GET", "/audit-events"],
    ["GET", "/usage-meters"],
  ];
  for (const [method, path, body] of paths) {
    const seen = [];
    for (const name of ["other", "absent"]) {
      const at = `${HANDLES}/${name}${path.replace("{handle}", name)}`;
      const {
        status,
        body: answer,
        headers,
      } = await stranger.send(method, at, body, { "x-request-id": "same" });
      seen.push(JSON.stringify([status, answer, [...headers]]));
      expect(status, at).toBe(404);
      expect(answer, at).toMatchObject({ error: "handle_not_found" });
    }
    expect(seen[0]).toBe(seen[1]);
  }
});

onEveryEngine((_, locate) => {
  test("of thirty-two who claim a name at once, one has it", async () => {
    await using control = await startControl({ location: await locate() });
    const people = [];
    for (let n = 0; n < 32; n++) people.push(await control.signedIn(`user${n}`));
    const answers = await Promise.all(people.map((person) => person.post(HANDLES, { handle: "acme" })));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect(statuses.filter((status) => status === 409)).toHaveLength(31);
    for (const table of ["handles", "handle_names", "members", "hosts", "audit_events"]) {
      expect(await control.rows(`select * from ${table}`), table).toHaveLength(1);
    }
  });
});
