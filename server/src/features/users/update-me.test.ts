import { expect, test } from "vitest";
import { startControl } from "#testing/start-control.ts";

const ME = "/v2/auth/me";

test("a name is changed, cleared, and noted once; nobody else's is touched", async () => {
  await using control = await startControl();
  const [anna, bert] = [await control.signedIn("anna"), await control.signedIn("bert")];
  const before = (await bert.get(ME)).body;
  expect(await anna.send("PATCH", ME, { name: " Anna  " })).toMatchObject({
    status: 200,
    body: { name: "Anna" },
  });
  expect((await anna.send("PATCH", ME, { name: "Anna" })).status).toBe(200);
  expect((await anna.get(ME)).body).toMatchObject({ name: "Anna", email: "anna@example.com" });
  expect((await anna.send("PATCH", ME, { name: null })).body).toMatchObject({ name: null });
  expect((await bert.get(ME)).body).toEqual(before);
  const audited = await control.rows("select actor from audit_events where action = 'user.update'");
  expect(audited).toEqual([{ actor: "user:anna" }, { actor: "user:anna" }]);
});

test("a time zone is kept as it is written, and is UTC until there is one and when it is cleared", async () => {
  await using control = await startControl();
  const anna = await control.signedIn("anna");
  const zone = async (timeZone: unknown) => (await anna.send("PATCH", ME, { timeZone })).body;
  expect((await anna.get(ME)).body).toMatchObject({ timeZone: "UTC" });
  expect(await zone("europe/berlin")).toMatchObject({ timeZone: "Europe/Berlin", name: null });
  expect((await anna.send("PATCH", ME, { name: "Anna" })).body).toMatchObject({ timeZone: "Europe/Berlin" });
  expect((await anna.get(ME)).body).toMatchObject({ timeZone: "Europe/Berlin", name: "Anna" });
  expect(await zone(null)).toMatchObject({ timeZone: "UTC", name: "Anna" });
});

test.each([
  [{}],
  [{ timeZone: "Mars/Olympus" }],
  [{ timeZone: "+02:00" }],
  [{ timeZone: "" }],
  [{ name: "" }],
  [{ name: 7 }],
  [{ name: "x".repeat(101) }],
  [{ name: "x", email: "a@b.c" }],
])("%j is refused, and changes nothing", async (body) => {
  await using control = await startControl();
  const anna = await control.signedIn("anna");
  const { body: before } = await anna.get(ME);
  expect(await anna.send("PATCH", ME, body)).toMatchObject({
    status: 400,
    body: { error: "invalid_payload" },
  });
  expect((await anna.get(ME)).body).toEqual(before);
});
