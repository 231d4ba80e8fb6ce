import { afterEach, beforeEach, expect, test, vi } from "vitest";

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("window", new EventTarget());
  vi.stubGlobal("localStorage", { getItem: () => null });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Fetches a file of a server that answers like that. */
async function fetchedFrom(answer: (signal: AbortSignal) => Promise<Response>) {
  vi.stubGlobal("fetch", (_: Request, { signal }: { signal: AbortSignal }) => answer(signal));
  const { fetchFile } = await import("./download.ts");
  return fetchFile("http://127.0.0.1/v2/export");
}

test("a file is what was answered, and a refusal has the words of the API", async () => {
  const file = await fetchedFrom(
    async () => new Response("a,b", { headers: { "content-type": "text/csv" } }),
  );
  expect([file.type, await file.text()]).toEqual(["text/csv", "a,b"]);
  const said = { error: "forbidden", message: "Not yours." };
  const refused = fetchedFrom(async () => Response.json(said, { status: 403 }));
  await expect(refused).rejects.toMatchObject({ name: "ApiError", code: "forbidden", message: "Not yours." });
});

test("a lost connection and a silent one are said in words", async () => {
  const lost = fetchedFrom(async () => {
    throw new TypeError("Failed to fetch");
  });
  await expect(lost).rejects.toMatchObject({ name: "ApiError", code: "offline" });
  const silent = fetchedFrom(async (signal) => {
    const start = (body: ReadableStreamDefaultController) =>
      signal.addEventListener("abort", () => body.error(new TypeError("Failed to fetch")));
    return new Response(new ReadableStream({ start }));
  });
  const late = expect(silent).rejects.toMatchObject({ name: "ApiError", code: "timeout" });
  await vi.advanceTimersByTimeAsync(60_000);
  await late;
});
