import { expect, test } from "vitest";
import { loadConfig } from "#platform/config/config.ts";
import { banner } from "./banner.ts";

const WARNING = "Set SITES_DOMAIN";

test("an empty installation is told how to make the first account, and only an empty one", () => {
  const config = loadConfig({});
  expect(banner(config, 8080, true)).toContain("curl -sS -X POST http://localhost:8080/v2/auth/signup");
  expect(banner(config, 8080, false)).not.toContain("curl");
});

test("sites under the domain of the API are warned of, except on a machine of one's own", () => {
  const of = (env: Parameters<typeof loadConfig>[0]) => banner(loadConfig(env), 443, false);
  expect(of({ PUBLIC_DOMAIN: "example.com" })).toContain(WARNING);
  expect(of({ PUBLIC_DOMAIN: "example.com", SITES_DOMAIN: "sites.example.com" })).toContain(WARNING);
  expect(of({ PUBLIC_DOMAIN: "example.com", SITES_DOMAIN: "badexample.com" })).not.toContain(WARNING);
  expect(of({ PUBLIC_DOMAIN: "example.com", SITES_DOMAIN: "example.net" })).not.toContain(WARNING);
  expect(of({ PUBLIC_DOMAIN: "links.example.co.uk", SITES_DOMAIN: "sites.example.co.uk" })).toContain(
    WARNING,
  );
  expect(of({ PUBLIC_DOMAIN: "one.co.uk", SITES_DOMAIN: "two.co.uk" })).not.toContain(WARNING);
  expect(of({ PUBLIC_DOMAIN: "one.github.io", SITES_DOMAIN: "two.github.io" })).not.toContain(WARNING);
  expect(of({})).not.toContain(WARNING);
});
