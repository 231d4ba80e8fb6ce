/** Says under which name something is saved (RFC 6266): in ASCII for old programs, in UTF-8 for all others. */
export function contentDisposition(kind: "inline" | "attachment", fileName: string): string {
  const ascii = fileName
    .normalize("NFD")
    .replace(/[^\x20-\x7e]/g, "_")
    .replace(/["\\/%]/g, "_");
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${encodeExtended(fileName)}`;
}

/** RFC 8187: what is not an attribute character is percent-encoded. */
const encodeExtended = (text: string): string =>
  encodeURIComponent(text.toWellFormed()).replace(
    /['()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );
