const INLINE = new Set([
  ...["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"],
  ...["audio/mpeg", "audio/ogg", "audio/wav", "audio/webm", "audio/flac", "audio/mp4"],
  ...["video/mp4", "video/webm", "video/ogg"],
  "text/plain",
]);

/** Kept apart from pages by being downloads; no browser runs anything of them. */
const DOWNLOADS = new Set([
  ...[
    "application/pdf",
    "application/zip",
    "application/gzip",
    "application/x-tar",
    "application/x-7z-compressed",
  ],
  ...["application/json", "application/epub+zip", "application/rtf", "text/csv", "text/calendar"],
  ...["application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint"],
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  "application/vnd.openxmlformats-officedocument.presentationml.presentation",
  ...["application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet"],
  ...["font/woff2", "font/woff", "font/ttf", "font/otf"],
]);

const BYTES = "application/octet-stream";

/** How many of the first bytes are looked at. */
export const HEAD_BYTES = 64;

/** Of a picture that a browser would need so much memory for, only a download is made. */
const PIXELS_MAX = 100_000_000;

/**
 * What a file is served as: the announced type, where it can run nothing in any browser and the first bytes do not give it
 * the lie; for all else (pages, scripts, SVG, anything unknown) bytes to be saved.
 */
export function servedType(announced: string, head: Buffer): string {
  if (DOWNLOADS.has(announced)) return announced;
  if (!INLINE.has(announced)) return BYTES;
  const beginsRight = SIGNATURES[announced];
  return beginsRight === undefined || beginsRight(head) ? announced : BYTES;
}

/** Whether a browser may show it in place. */
export const isInline = (type: string): boolean => INLINE.has(type);

const begins = (text: string) => (head: Buffer) =>
  head.subarray(0, text.length).equals(Buffer.from(text, "latin1"));
const isBox = (brands: RegExp) => (head: Buffer) => {
  const text = head.toString("latin1");
  return text.slice(4, 8) === "ftyp" && brands.test(text.slice(8, 32));
};
const isRiff = (form: string) => (head: Buffer) =>
  begins("RIFF")(head) && head.toString("latin1", 8, 12) === form;

const SIGNATURES: Readonly<Record<string, (head: Buffer) => boolean>> = {
  "image/png": isModestPng,
  "image/jpeg": begins("\xff\xd8\xff"),
  "image/gif": (head) => begins("GIF87a")(head) || begins("GIF89a")(head),
  "image/webp": isRiff("WEBP"),
  "image/avif": isBox(/avi[fs]/),
  "audio/wav": isRiff("WAVE"),
  "audio/ogg": begins("OggS"),
  "audio/flac": begins("fLaC"),
  "audio/webm": begins("\x1a\x45\xdf\xa3"),
  "audio/mp4": isBox(/./),
  "video/mp4": isBox(/./),
  "video/webm": begins("\x1a\x45\xdf\xa3"),
  "video/ogg": begins("OggS"),
  "audio/mpeg": (head) => begins("ID3")(head) || (head[0] === 0xff && ((head[1] ?? 0) & 0xe0) === 0xe0),
};

function isModestPng(head: Buffer): boolean {
  if (!begins("\x89PNG\r\n\x1a\n")(head) || head.length < 24) return false;
  return head.readUInt32BE(16) * head.readUInt32BE(20) <= PIXELS_MAX;
}
