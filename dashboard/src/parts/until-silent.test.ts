import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { untilSilent } from "./until-silent.ts";

const MS = 20_000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Reads an answer whose parts come when the test says so, and which a browser breaks off without saying why. */
function reading() {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  const text = untilSilent(MS, async (signal, heard) => {
    signal.addEventListener(
      "abort",
      () => void writer.abort(new TypeError("Failed to fetch")).catch(() => {}),
    );
    return heard(new Response(readable)).text();
  });
  return { text, writer };
}

test("an answer that keeps coming takes as long as it takes", async () => {
  const { text, writer } = reading();
  for (let n = 0; n < 9; n++) {
    await vi.advanceTimersByTimeAsync(MS * 0.9);
    await writer.write(new TextEncoder().encode(`${n}`));
  }
  await writer.close();
  expect(await text).toBe("012345678");
  expect(vi.getTimerCount()).toBe(0);
});

test("an answer that falls silent is broken off as late, before its first part and after it", async () => {
  const { text, writer } = reading();
  const broken = expect(text).rejects.toMatchObject({ name: "TimeoutError" });
  await writer.write(new Uint8Array(1));
  await vi.advanceTimersByTimeAsync(MS);
  await broken;
  const never = untilSilent(MS, (signal) => {
    return new Promise((_, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason));
    });
  });
  const refused = expect(never).rejects.toMatchObject({ name: "TimeoutError" });
  await vi.advanceTimersByTimeAsync(MS);
  await refused;
});

test("what fails for another reason says so, and nothing is waited for any more", async () => {
  const { text, writer } = reading();
  const broken = expect(text).rejects.toThrow("lost");
  await writer.abort(new Error("lost"));
  await broken;
  expect(vi.getTimerCount()).toBe(0);
});
