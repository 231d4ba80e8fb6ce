import { expect, test } from "vitest";
import { controlHostOf } from "./control-host.ts";

const isControl = controlHostOf({
  scheme: "https",
  publicDomain: "switchyard.test:8443",
  sitesDomain: "sites.test",
});

test.each([
  ...[
    "switchyard.test",
    "API.switchyard.test.:8443",
    "acme.mcp.switchyard.test",
    "127.0.0.1:8080",
    "[::1]:8080",
  ],
  ...[
    "localhost:8080",
    "switchyard",
    "switchyard.default.svc.cluster.local",
    "node1.internal",
    undefined,
    "",
  ],
])("%s may be the control plane's", (host) => expect(isControl(host)).toBe(true));

test.each([
  ...["go.example.com", "GO.example.com.:443", "notswitchyard.test", "sites.test", "api.sites.test"],
  ...["switchyard.test.example.com", "127.0.0.1.example.com", "localhost.example.com"],
])("%s never is", (host) => expect(isControl(host)).toBe(false));
