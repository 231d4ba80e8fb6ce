import { expect, test } from "vitest";
import { startControl } from "#testing/start-control.ts";

const PATH = "/v2/public/handles/acme/links";

/** The sites domain of the tests is `sites.test`, the API's `api.switchyard.test`; `denied.example` is denied. */
const GOOD = [
  "https://example.com",
  "https://example.com/",
  "http://example.com/",
  "HTTPS://EXAMPLE.COM/Path",
  "https://example.com:8443/a/b?c=d&e=f#g",
  "https://example.com:443/",
  "http://localhost:3000/",
  "http://192.0.2.1/x",
  "http://[2001:db8::1]/",
  "http://[::1]:8080/x",
  "https://münchen.example/straße?q=ü#ö",
  "https://xn--mnchen-3ya.example/",
  "https://例え.テスト/パス",
  "https://example.com./",
  "https://example.com/a%20b%0d%0a",
  "https://example.com/@user/post",
  "https://example.com/?mail=a@b.example",
  "https://example.com/#@x",
  "https://example.com//double//slash",
  "https://example.com/../up",
  "https://example.com/?u=javascript:alert(1)",
  "https://example.com/https://other.example",
  "https://notdenied.example/",
  "https://denied.example.com/",
  "https://example.com/denied.example",
  "http://acme.sites.test/other-slug",
  "http://acme.sites.test/Launch",
  "http://acme.sites.test/launch/more",
  "http://acme.sites.test/",
  "http://other.sites.test/launch",
  "http://acme.sites.test.example/launch",
  "https://switchyard.test/docs",
  "https://myapi.switchyard.test/",
  "https://my_host.example/",
  `https://example.com/${"x".repeat(2028)}`,
  "https://wikipedia.example/می\u200cخواهم",
];

const BAD = [
  "",
  "example.com",
  "/relative",
  "//example.com/",
  "///example.com/",
  "\\\\example.com\\share",
  "https:example.com",
  "https:/example.com",
  "https:///example.com",
  "https:\\\\example.com",
  "https://",
  "https://?x",
  "https://#x",
  "http://:80/",
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  "java\nscript:alert(1)",
  " javascript:alert(1)",
  "javascript://example.com/%0aalert(1)",
  "data:text/html,<script>alert(1)</script>",
  "vbscript:msgbox(1)",
  "file:///etc/passwd",
  "ftp://example.com/",
  "ws://example.com/",
  "mailto:a@b.example",
  "tel:+123",
  "blob:https://example.com/1",
  "about:blank",
  "view-source:https://example.com/",
  "intent://example.com/#Intent;scheme=https;end",
  "httpss://example.com/",
  "http//example.com",
  "https://example.com/\r\nSet-Cookie: a=b",
  "https://example.com/\nx",
  "https://example.com/\tx",
  "https://exa\tmple.com/",
  "https://example.com/\u0001",
  "https://example.com/\u007f",
  "https://example.com/\u0085",
  " https://example.com/",
  "https://example.com/ ",
  "https://example.com/a b",
  "https://example.com/\u00a0",
  "https://example.com/\u2028x",
  "https://example.com/\u202egnp.exe",
  "https://example.com/\u200b",
  "\ufeffhttps://example.com/",
  "https://example.com\\@evil.example/",
  "https://example.com/\\evil.example",
  "https://user:pass@example.com/",
  "https://user@example.com/",
  "https://@example.com/",
  "https://:@example.com/",
  "https://bank.example:443@evil.example/",
  "https://bank.example%2f@evil.example/",
  "https://bank.example＠evil.example/",
  "https://bank.example%40evil.example/",
  "https://exa mple.com/",
  "https://exa<mple.com/",
  "https://exa%00mple.com/",
  "https://example.com:99999/",
  "https://example.com:port/",
  "https://[::1/",
  "https://[:::1]/",
  "http://256.256.256.256/",
  "http://1.2.3.4.5/",
  "https://denied.example/",
  "https://denied.example:8443/x",
  "https://DENIED.example/",
  "https://denied.example./",
  "https://denied.example../",
  "https://www.denied.example/",
  "https://a.b.denied.example./",
  "https://d%65nied.example/",
  "https://ｄenied.example/",
  "https://denied。example/",
  "https://bücher.denied.example/",
  "http://acme.sites.test/launch",
  "https://acme.sites.test/launch",
  "http://acme.sites.test:8080/launch",
  "http://ACME.Sites.Test/launch?x=y#z",
  "http://acme.sites.test./launch",
  "http://acme.sites.test/launch/",
  "http://acme.sites.test//launch",
  "http://acme.sites.test/x/../launch",
  "http://acme.sites.test/l%61unch",
  "http://ａcme.sites.test/launch",
  "https://api.switchyard.test/v2/handles",
  "https://API.switchyard.test./",
  "http://app.switchyard.test:8080/",
  `https://example.com/${"x".repeat(2029)}`,
  `https://example.com/${"語".repeat(1000)}`,
];

test("every good destination is stored as it was sent, and is one to every parser", async () => {
  await using control = await startControl();
  const writer = await control.token(["links.*"]);
  for (const destinationUrl of GOOD) {
    const answer = await writer.put(`${PATH}/launch`, { destinationUrl, expiredUrl: destinationUrl });
    expect(answer, destinationUrl).toMatchObject({ body: { destinationUrl, expiredUrl: destinationUrl } });
    const { href } = new URL(destinationUrl);
    expect(new URL(href).href).toBe(href);
  }
});

test("every bad destination is refused by its own code, and nothing of it is stored", async () => {
  expect(GOOD.length + BAD.length).toBeGreaterThan(120);
  await using control = await startControl();
  const writer = await control.token(["links.*"]);
  const error = "invalid_destination_url";
  for (const url of BAD) {
    const main = await writer.put(`${PATH}/launch`, { destinationUrl: url });
    expect(main, url).toMatchObject({ status: 400, body: { error, details: [{ path: "destinationUrl" }] } });
    const body = { destinationUrl: "https://example.com/", expiredUrl: url };
    const expired = await writer.put(`${PATH}/launch`, body);
    expect(expired, url).toMatchObject({ status: 400, body: { error, details: [{ path: "expiredUrl" }] } });
    const isLoop = url.toLowerCase().includes("cme.sites.test");
    if (!isLoop) expect((await writer.post(PATH, { destinationUrl: url })).status, url).toBe(400);
  }
  for (const table of ["links", "link_versions", "routes", "audit_events where action like 'link.%'"]) {
    expect(await control.rows(`select * from ${table}`), table).toEqual([]);
  }
});
