import { afterAll, beforeEach, expect, test } from "vitest";
import { mountsOf } from "#platform/http/mount.ts";
import { SAMPLES } from "#testing/samples.ts";
import { startControl } from "#testing/start-control.ts";

const control = await startControl();
afterAll(() => control[Symbol.asyncDispose]());
const owner = await control.member("OWNER");
const otherOwner = await control.member("OWNER", "other");
const token = await control.token(["*"]);

/** An id of the same length and alphabet that nobody has. */
const nobodys = (id: string) => [...id].map((letter) => (letter === "z" ? "y" : "z")).join("");

const mounts = control.operations
  .filter(({ operation }) => !("auth" in operation) && operation.path.includes("{"))
  .flatMap(({ operation }) =>
    mountsOf(operation).map((mount) => ({ operation, mount, name: mount.operationId })),
  );

test("there is something to test", () => expect(mounts.length).toBeGreaterThan(10));

beforeEach(async () => {
  for (const table of ["links", "link_versions"]) {
    await control.rows(`delete from ${table} where handle_id = 'hdl_acme'`);
  }
});

test.each(mounts)("$name: another handle's id is an id that is not there", async ({ operation, mount }) => {
  const sample = await SAMPLES[operation.id]?.(otherOwner, "other");
  const at = operation.path.split("/").findIndex((part) => part.startsWith("{"));
  const parts = (sample?.path ?? "").split("/");
  const id = parts[at] ?? "";
  const method = operation.method === "any" ? "post" : operation.method;
  const client = mount.takes === "tokens" ? token : owner;
  const base = mount.path.slice(0, mount.path.length - operation.path.length).replace("{handle}", "acme");
  const ask = async (which: string) => {
    const path = base + parts.with(at, which).join("/");
    const { status, headers, body } = await client.send(method.toUpperCase(), path, sample?.body);
    const said = JSON.stringify({ ...(body as object), requestId: "" }).replaceAll(which, "ID");
    const names = [...headers.keys()].filter((name) => name !== "x-request-id").sort();
    return { status, said, names };
  };
  const before = await control.rows(
    "select handle_id, action, target from audit_events where handle_id = 'hdl_other'",
  );
  const [foreign, absent] = [await ask(id), await ask(nobodys(id))];
  expect(foreign).toEqual(absent);
  // What makes what is not there makes it at home, and an erasure tells nobody who is known; everything else finds nothing.
  if (operation.id === "eraseVisitor") expect(foreign.status).toBe(204);
  else if (operation.method !== "put") expect(foreign.status).toBe(404);
  const after = await control.rows(
    "select handle_id, action, target from audit_events where handle_id = 'hdl_other'",
  );
  expect(after).toEqual(before);
});

test("no list of one handle holds anything of another", async () => {
  for (const handle of ["acme", "other"]) {
    const someone = handle === "acme" ? owner : otherOwner;
    await someone.put(`/v2/handles/${handle}/links/${handle}-only`, {
      destinationUrl: "https://example.com/",
    });
    await someone.post(`/v2/handles/${handle}/tokens`, { name: `${handle}-only`, scopes: ["links.read"] });
  }
  const lists = control.operations.filter(
    ({ operation }) => operation.method === "get" && !("auth" in operation) && !operation.path.includes("{"),
  );
  expect(lists.length).toBeGreaterThan(4);
  for (const { operation } of lists) {
    for (const { path, takes } of mountsOf(operation)) {
      const client = takes === "tokens" ? token : owner;
      const { body } = await client.get(path.replace("{handle}", "acme"));
      expect(JSON.stringify(body), path).not.toContain("other-only");
      expect(JSON.stringify(body), path).not.toContain("hdl_other");
    }
  }
});
