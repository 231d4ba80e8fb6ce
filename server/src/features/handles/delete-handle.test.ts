import { expect, test } from "vitest";
import { startControl } from "#testing/start-control.ts";

const ACME = "/v2/handles/acme";

test.each(["", "?confirm=", "?confirm=other"])(
  "deleting with %j is refused, and deletes nothing",
  async (query) => {
    await using control = await startControl();
    const owner = await control.member("OWNER");
    const answer = await owner.delete(`${ACME}${query}`);
    expect(answer).toMatchObject({ status: 400, body: { error: "confirmation_required" } });
    expect((await owner.get(ACME)).status).toBe(200);
  },
);

test("from the answer on nobody is in a deleted handle, no token works, and no host leads to it", async () => {
  await using control = await startControl();
  const owner = await control.member("OWNER");
  const creator = await control.member("CREATOR");
  const [token, other] = [await control.token(["*"]), await control.token(["*"], { handle: "other" })];
  await owner.post(`${ACME}/rename`, { handle: "acme2" });
  expect((await owner.delete(`${ACME}?confirm=ACME2`)).status).toBe(204);
  for (const member of [owner, creator]) {
    for (const name of ["acme", "acme2"]) {
      expect(await member.get(`/v2/handles/${name}`)).toMatchObject({
        status: 404,
        body: { error: "handle_not_found" },
      });
    }
    expect((await member.get("/v2/handles")).body).toEqual({ handles: [], nextToken: null });
    expect((await member.get("/v2/auth/me")).body).toMatchObject({ handles: [] });
  }
  const refused = await token.get("/v2/public/handles/acme2/token");
  expect(refused).toMatchObject({ status: 401, body: { error: "invalid_token" } });
  expect((await other.get("/v2/public/handles/other/token")).status).toBe(200);
  expect(await control.rows("select host from hosts")).toEqual([{ host: "other" }]);
  const told = await control.rows(`select news from news where news like '%${token.tokenId}%'`);
  expect(told).toHaveLength(1);
});

test("the names of a deleted handle are nobody's ever after", async () => {
  await using control = await startControl();
  const owner = await control.member("OWNER");
  await owner.post(`${ACME}/rename`, { handle: "acme2" });
  await owner.delete(`${ACME}?confirm=acme2`);
  control.advance(1000 * 86_400_000);
  await control.rows(`update sessions set expires_at = ${control.now().getTime() + 1}`);
  const anna = await control.signedIn("anna");
  for (const handle of ["acme", "acme2"]) {
    expect(await anna.post("/v2/handles", { handle })).toMatchObject({
      status: 409,
      body: { error: "conflict" },
    });
  }
});

test("deleting is for the owner alone", async () => {
  await using control = await startControl();
  const answer = await (await control.member("OPERATOR")).delete(`${ACME}?confirm=acme`);
  expect(answer).toMatchObject({ status: 403, body: { error: "insufficient_role", requiredRole: "OWNER" } });
});
