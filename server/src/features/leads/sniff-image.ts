/** An image by its first bytes, whatever its sender says. SVG is none: it can run scripts. */
const SIGNATURES = [
  { type: "image/png", extension: "png", at: 0, bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { type: "image/jpeg", extension: "jpg", at: 0, bytes: [0xff, 0xd8, 0xff] },
  { type: "image/gif", extension: "gif", at: 0, bytes: [0x47, 0x49, 0x46, 0x38] },
  { type: "image/webp", extension: "webp", at: 8, bytes: [0x57, 0x45, 0x42, 0x50] },
  { type: "image/avif", extension: "avif", at: 4, bytes: [0x66, 0x74, 0x79, 0x70, 0x61, 0x76, 0x69, 0x66] },
] as const;

/** The type of the image, and how its files end; `undefined` for what is none that is taken. */
export function sniffImage(
  content: Uint8Array,
): { readonly type: string; readonly extension: string } | undefined {
  return SIGNATURES.find(({ at, bytes }) => bytes.every((byte, index) => content[at + index] === byte));
}
