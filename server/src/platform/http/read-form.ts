import { AppError } from "#kernel/errors.ts";
import type { ApiContext } from "./answer-with.ts";
import type { FormFile, FormRules } from "./form-rules.ts";
import { isUnstorable, readBytes, readJson } from "./read-json.ts";

type Sent = { readonly body: unknown; readonly files: readonly FormFile[] };

/** Names and bounds of a multipart body, beside what stands in its fields. */
const ENVELOPE_BYTES = 16 * 1024;

/**
 * JSON, or the same fields as a browser's form sends them: what the schema has no name for goes into the field `rest`, what
 * was left empty is not sent, and what is there several times is one text. Throws 400 and 413.
 */
export async function readForm(
  c: ApiContext,
  rules: FormRules,
  names: readonly string[],
  bytesMax: number,
): Promise<Sent> {
  const type = mediaType(c);
  if (type === "application/x-www-form-urlencoded") {
    const text = (await readBytes(c, bytesMax)).toString("utf8");
    return { body: toBody([...new URLSearchParams(text)], rules, names), files: [] };
  }
  if (type !== "multipart/form-data") return { body: await readJson(c, bytesMax), files: [] };
  const { filesMax, fileBytesMax } = rules;
  const bytes = await readBytes(c, bytesMax + ENVELOPE_BYTES + filesMax * fileBytesMax);
  const entries = [...(await parse(bytes, c.req.header("content-type") ?? ""))];
  const texts = entries.filter((entry): entry is [string, string] => typeof entry[1] === "string");
  if (texts.reduce((sum, [name, value]) => sum + name.length + value.length, 0) > bytesMax)
    throw tooLarge(bytesMax);
  return { body: toBody(texts, rules, names), files: await filesOf(entries, rules) };
}

/** Whether a body of this type comes from a form. */
export const isForm = (c: ApiContext): boolean =>
  ["application/x-www-form-urlencoded", "multipart/form-data"].includes(mediaType(c));

const mediaType = (c: ApiContext) =>
  (c.req.header("content-type") ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";

async function parse(bytes: Buffer<ArrayBuffer>, type: string): Promise<FormData> {
  try {
    return await new Response(bytes, { headers: { "content-type": type } }).formData();
  } catch (cause) {
    throw new AppError("invalid_payload", "The body is no multipart/form-data.", { cause });
  }
}

function toBody(
  entries: readonly [string, string][],
  { rest }: FormRules,
  names: readonly string[],
): unknown {
  if (entries.some((entry) => entry.some(isUnstorable))) {
    throw new AppError("invalid_payload", "The form has a NUL or half a character in it.");
  }
  const filled = entries.filter(([, value]) => value.trim() !== "");
  const grouped = [...Map.groupBy(filled, ([name]) => name)].map(
    ([name, group]) => [name, group.map(([, value]) => value).join(", ")] as const,
  );
  const known = grouped.filter(([name]) => name !== rest && names.includes(name));
  const others = grouped.filter((entry) => !known.includes(entry));
  return {
    ...Object.fromEntries(known),
    ...(others.length > 0 && { [rest]: Object.fromEntries(others) }),
  };
}

async function filesOf(entries: readonly [string, File | string][], { filesMax, fileBytesMax }: FormRules) {
  const files = entries.flatMap(([, value]) =>
    typeof value === "string" || value.size === 0 ? [] : [value],
  );
  if (files.length > filesMax)
    throw new AppError("invalid_payload", `At most ${filesMax} files can be sent.`);
  if (files.some(({ size }) => size > fileBytesMax)) throw tooLarge(fileBytesMax);
  return Promise.all(
    files.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })),
  );
}

const tooLarge = (bytesMax: number) =>
  new AppError("payload_too_large", `It is larger than ${Math.floor(bytesMax / 1024)} KB.`);
