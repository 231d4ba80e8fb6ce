import { expect, test } from "vitest";
import { familiesOf } from "./event-families.ts";

const event = (type: string, ...channels: ("webhook" | "email")[]) => ({
  ...{ type, channels, summary: "", schema: {}, example: {} },
});

test("only what can be mailed is offered, beside what is about the same", () => {
  const events = [
    event("link.created", "webhook", "email"),
    event("link.clicked", "webhook"),
    event("webhook.test", "webhook"),
    event("site.deployment.failed", "webhook", "email"),
    event("link.expired", "email"),
  ];
  const families = familiesOf(events).map(({ name, events: those }) => [name, those.map(({ type }) => type)]);
  expect(families).toEqual([
    ["link", ["link.created", "link.expired"]],
    ["site", ["site.deployment.failed"]],
  ]);
});
