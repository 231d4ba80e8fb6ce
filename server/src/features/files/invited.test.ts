import { expect, test } from "vitest";
import { onEveryEngine } from "#testing/engines.ts";
import { startFiles, type Ticket } from "#testing/start-files.ts";
import { sweepFiles } from "./index.ts";

type It = Awaited<ReturnType<typeof startFiles>>;
const INVITED = { accessMode: "EMAIL_ALLOWLIST", allowedEmails: ["Ann@Example.com", "bob@example.com"] };
const HTML = { headers: { accept: "text/html,*/*" } };

const askFor = (it: It, { fileId }: Pick<Ticket, "fileId">, email: string) =>
  it.control.anonymous.post(`/v2/public/files/${fileId}/magic-link`, { email });

/** What the mail of this person leads to. */
const linkFor = (it: It, to: string) =>
  /http:\/\/files\.sites\.test\/m\/\S+/.exec(
    it.control.mails.findLast((mail) => mail.to === to)?.text ?? "",
  )?.[0] ?? "";

const form = (email: string) => ({
  method: "POST",
  headers: { "content-type": "application/x-www-form-urlencoded", ...HTML.headers },
  body: new URLSearchParams({ email }).toString(),
});

onEveryEngine((_, locate) => {
  test("a file for invited people opens once for each link that was mailed, and for nobody else", async () => {
    await using it = await startFiles({ location: await locate() });
    const ticket = await it.upload("for friends", INVITED);
    const path = new URL(ticket.publicUrl).pathname;
    expect(await it.control.anonymous.get(path)).toMatchObject({
      status: 403,
      body: { error: "magic_link_required", magicLinkUrl: `${ticket.publicUrl}/magic-link` },
    });
    expect(await askFor(it, ticket, " ANN@example.com ")).toMatchObject({
      status: 202,
      body: { accepted: true },
    });
    expect(it.control.mails).toHaveLength(1);
    const link = linkFor(it, "ann@example.com");
    for (let i = 0; i < 3; i++) expect((await it.send(link, HTML)).text).toContain("Open the file");
    const opened = await it.send(link, { method: "POST" });
    expect(opened.status).toBe(303);
    const got = await it.send(opened.headers.location ?? "");
    expect([got.status, got.text, got.headers["cross-origin-resource-policy"]]).toEqual([
      200,
      "for friends",
      "same-origin",
    ]);
    const again = await it.send(link, { method: "POST" });
    expect([again.status, JSON.parse(again.text).error]).toEqual([401, "used_magic_link"]);
    const told = await it.send(link, { method: "POST", ...HTML });
    expect([told.status, told.text.includes("This link was used before")]).toEqual([401, true]);
    await askFor(it, ticket, "bob@example.com");
    it.control.advance(900_000);
    const late = await it.send(linkFor(it, "bob@example.com"), { method: "POST" });
    expect([late.status, JSON.parse(late.text).error]).toEqual([401, "expired_magic_link"]);
    const kept = JSON.stringify(await it.control.rows("select * from file_links"));
    expect(kept).not.toContain(link.split("/").at(-1));
    it.control.advance(2 * 86_400_000);
    await sweepFiles(it.control.deps);
    expect(await it.control.rows("select * from file_links")).toEqual([]);
  });
});

test("the answer is the same whoever asks for whatever, and mail goes to the invited alone", async () => {
  await using it = await startFiles();
  const invited = await it.upload("a", INVITED);
  const open = await it.upload("b");
  const waiting = await it.announce({ fileName: "c", sizeBytes: 1, ...INVITED });
  const answers = await Promise.all([
    askFor(it, invited, "ann@example.com"),
    askFor(it, invited, "eve@example.com"),
    askFor(it, open, "ann@example.com"),
    askFor(it, waiting, "ann@example.com"),
    askFor(it, { fileId: "fil_of_nobody" }, "ann@example.com"),
  ]);
  const seen = answers.map(({ status, body, headers }) => [status, body, [...headers.keys()].sort()]);
  for (const one of seen) expect(one).toEqual(seen[0]);
  expect(it.control.mails.map(({ to }) => to)).toEqual(["ann@example.com"]);
  expect((await askFor(it, invited, "nobody")).status).toBe(400);
});

test("a person in a browser gets a page that asks for an address, and works without script", async () => {
  await using it = await startFiles();
  const ticket = await it.upload("for friends", INVITED);
  const led = await it.control.anonymous.get(new URL(ticket.publicUrl).pathname, HTML.headers);
  expect([led.status, led.headers.get("location")]).toEqual([
    302,
    `http://files.sites.test/f/${ticket.fileId}`,
  ]);
  const url = led.headers.get("location") ?? "";
  const page = await it.send(url, HTML);
  expect([page.status, page.headers["content-type"]]).toEqual([200, "text/html; charset=utf-8"]);
  expect(page.text).toContain('<input id="email" name="email" type="email"');
  expect(page.text).not.toContain("file.bin");
  expect(page.headers["content-security-policy"]).toContain("default-src 'none'");
  expect((await it.send(url, form("nobody"))).status).toBe(400);
  const [mine, foreign] = [
    await it.send(url, form("ann@example.com")),
    await it.send(url, form("eve@example.com")),
  ];
  expect([mine.status, mine.text]).toEqual([200, foreign.text]);
  expect(mine.text).toContain("Look into your mailbox");
  expect(it.control.mails.map(({ to }) => to)).toEqual(["ann@example.com"]);
  const absent = await it.send("http://files.sites.test/f/fil_nobody", HTML);
  expect([absent.status, absent.headers["content-type"]]).toEqual([404, "text/html; charset=utf-8"]);
  const open = await it.upload("b");
  expect((await it.send(`http://files.sites.test/f/${open.fileId}`, HTML)).status).toBe(302);
});

test("a link of a file that was deleted, or whose handle was, opens nothing", async () => {
  await using it = await startFiles();
  const ticket = await it.upload("for friends", INVITED);
  await askFor(it, ticket, "ann@example.com");
  await it.creator.delete(`/v2/handles/acme/files/${ticket.fileId}`);
  expect((await it.send(linkFor(it, "ann@example.com"), { method: "POST" })).status).toBe(401);
  expect((await it.send("http://files.sites.test/m/guessed", { method: "POST" })).status).toBe(401);
});

test("one file is mailed to one mailbox ten times in 15 minutes, and no more", async () => {
  const { createLimits } = await import("#platform/limits/limits.ts");
  await using it = await startFiles({ override: { limits: createLimits() } });
  const ticket = await it.upload("a", INVITED);
  const statuses: number[] = [];
  for (let i = 0; i < 11; i++) statuses.push((await askFor(it, ticket, "ann@example.com")).status);
  expect(statuses).toEqual([...Array(10).fill(202), 429]);
  expect(it.control.mails).toHaveLength(10);
});
