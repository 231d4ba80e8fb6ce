import { expect, test } from "vitest";
import { onEveryEngine } from "#testing/engines.ts";
import { type Control, startControl } from "#testing/start-control.ts";

const DAYS_90 = 90 * 86_400_000;
const rename = async (control: Control, from: string, handle: string, owner = "owner-of-acme") =>
  (await control.signedIn(owner)).post(`/v2/handles/${from}/rename`, { handle });

test("the old name goes on working for sessions and tokens, and for no stranger", async () => {
  await using control = await startControl();
  const owner = await control.member("OWNER");
  const token = await control.token(["usage.read"]);
  const renamed = await rename(control, "acme", "New-Acme");
  expect(renamed).toMatchObject({ status: 200, body: { handle: "new-acme", role: "OWNER", version: 2 } });
  for (const name of ["acme", "new-acme"]) {
    expect(await owner.get(`/v2/handles/${name}`)).toMatchObject({
      status: 200,
      body: { handle: "new-acme" },
    });
    expect((await token.get(`/v2/public/handles/${name}/usage-meters`)).status).toBe(200);
  }
  const stranger = await control.signedIn("stranger");
  expect(await stranger.get("/v2/handles/acme")).toMatchObject({
    status: 404,
    body: { error: "handle_not_found" },
  });
  const until = control.now().getTime() + DAYS_90;
  expect(await control.rows("select * from hosts order by host")).toEqual([
    { host: "acme", handle_id: "hdl_acme", moved_to: "new-acme", until },
    { host: "new-acme", handle_id: "hdl_acme", moved_to: null, until: null },
  ]);
});

test("an earlier name leads to the newest one, however often it changed since", async () => {
  await using control = await startControl();
  await control.member("OWNER");
  await rename(control, "acme", "second");
  control.advance(1000);
  await rename(control, "second", "third");
  const now = control.now().getTime();
  expect(await control.rows("select host, moved_to, until from hosts order by host")).toEqual([
    { host: "acme", moved_to: "third", until: now - 1000 + DAYS_90 },
    { host: "second", moved_to: "third", until: now + DAYS_90 },
    { host: "third", moved_to: null, until: null },
  ]);
});

test("an earlier name is nobody else's for ninety days, and then is whose it is claimed by", async () => {
  await using control = await startControl();
  const owner = await control.member("OWNER");
  await rename(control, "acme", "new-acme");
  const claim = async () => (await control.signedIn("bert")).post("/v2/handles", { handle: "acme" });
  control.advance(DAYS_90 - 1);
  expect(await claim()).toMatchObject({ status: 409, body: { error: "conflict" } });
  control.advance(1);
  expect((await owner.get("/v2/handles/acme")).status).toBe(401); // The session is older than its thirty days.
  const again = await control.signedIn("owner-of-acme");
  await control.rows(`update sessions set expires_at = ${control.now().getTime() + DAYS_90}`);
  expect((await again.get("/v2/handles/acme")).status).toBe(404);
  expect((await claim()).status).toBe(201);
  expect((await again.get("/v2/handles/acme")).status).toBe(404);
  expect((await again.get("/v2/handles/new-acme")).status).toBe(200);
  const hosts = await control.rows("select host, moved_to from hosts where handle_id = 'hdl_acme'");
  expect(hosts).toEqual([{ host: "new-acme", moved_to: null }]);
});

test("a handle can have its own name back", async () => {
  await using control = await startControl();
  await control.member("OWNER");
  await rename(control, "acme", "new-acme");
  expect(await rename(control, "new-acme", "acme")).toMatchObject({ status: 200, body: { handle: "acme" } });
  expect(await control.rows("select host, moved_to from hosts order by host")).toEqual([
    { host: "acme", moved_to: null },
    { host: "new-acme", moved_to: "acme" },
  ]);
});

test("renaming to its own name changes nothing", async () => {
  await using control = await startControl();
  await control.member("OWNER");
  expect(await rename(control, "acme", "acme")).toMatchObject({ status: 200, body: { version: 1 } });
  expect(await control.rows("select * from audit_events")).toEqual([]);
});

test("one handle holds five earlier names and no more, and a sixth renaming changes nothing", async () => {
  await using control = await startControl();
  const owner = await control.member("OWNER");
  for (let n = 1; n <= 5; n++) expect((await rename(control, "acme", `name${n}`)).status).toBe(200);
  expect(await rename(control, "acme", "name6")).toMatchObject({ status: 409, body: { error: "conflict" } });
  expect((await owner.get("/v2/handles/acme")).body).toMatchObject({ handle: "name5", version: 6 });
  expect(await control.rows("select * from handle_names where name = 'name6'")).toEqual([]);
  expect((await rename(control, "acme", "name3")).status).toBe(200);
});

test("another's name, present or earlier, is a conflict; a wrong one has its own code", async () => {
  await using control = await startControl();
  await control.member("OWNER");
  await control.member("OWNER", "other");
  await rename(control, "other", "other2", "owner-of-other");
  for (const name of ["other", "other2"]) {
    expect(await rename(control, "acme", name)).toMatchObject({ status: 409, body: { error: "conflict" } });
  }
  expect(await rename(control, "acme", "api")).toMatchObject({
    status: 400,
    body: { error: "invalid_handle" },
  });
});

onEveryEngine((_, locate) => {
  test("a claim and many renamings to one name at once leave it with one handle", async () => {
    await using control = await startControl({ location: await locate() });
    const names = Array.from({ length: 8 }, (_, n) => `old${n}`);
    for (const name of names) await control.setRole("anna", "OWNER", name);
    const anna = await control.signedIn("anna");
    const answers = await Promise.all([
      anna.post("/v2/handles", { handle: "wanted" }),
      ...names.map((name) => anna.post(`/v2/handles/${name}/rename`, { handle: "wanted" })),
    ]);
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses.filter((status) => status < 300)).toHaveLength(1);
    expect(statuses.filter((status) => status === 409)).toHaveLength(8);
    expect(await control.rows("select * from handles where handle = 'wanted'")).toHaveLength(1);
  });
});
