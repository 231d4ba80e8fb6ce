/** Node reads the request line as Latin-1, so that each character beyond ASCII stands for one byte: `%E2` and so on. */
export const encodeBytes = (text: string): string => text.replace(/[\u0080-\u00ff]/g, encodeByte);

const encodeByte = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
