import { type FileHandle, open } from "node:fs/promises";
import { onTestFinished, vi } from "vitest";

/**
 * Until it is called back or the test ends, what is written with `writeFile` to an open file, and looks so, finds room for its
 * first half only.
 */
export async function fillDiskFor(content: RegExp, code: "ENOSPC" | "EDQUOT"): Promise<() => void> {
  await using any = await open(import.meta.filename);
  const files = Object.getPrototypeOf(any) as FileHandle;
  const { writeFile } = files;
  const spy = vi.spyOn(files, "writeFile").mockImplementation(async function (this: FileHandle, data) {
    const text = Buffer.from(data as Uint8Array).toString();
    if (!content.test(text)) return writeFile.call(this, data);
    await this.write(text.slice(0, text.length / 2));
    throw Object.assign(new Error(`${code}: no room, write`), { code, syscall: "write" });
  });
  const empty = () => spy.mockRestore();
  onTestFinished(empty);
  return empty;
}
