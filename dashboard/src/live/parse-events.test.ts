import { expect, test } from "vitest";
import { parseEvents } from "./parse-events.ts";

test("events are told apart, comments are none, and half an event waits for its rest", () => {
  const text =
    'retry: 2000\nid: a.\n\n: alive\n\nid: a.1\nevent: click\ndata: {"slug":"x"}\n\nid: a.2\nevent: cl';
  const { events, rest } = parseEvents(text);
  expect(events).toEqual([
    { id: "a.", event: "message", data: "" },
    { id: "a.1", event: "click", data: '{"slug":"x"}' },
  ]);
  expect(rest).toBe("id: a.2\nevent: cl");
});

test("data of several lines is one text", () => {
  expect(parseEvents("data: one\r\ndata: two\r\n\r\n").events[0]?.data).toBe("one\ntwo");
});
