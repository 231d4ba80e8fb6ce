/**
 * The values of a parameter that takes several, with commas between; always at least one, which may be empty. A comma within a
 * value is written `\,`, a backslash before a comma or another backslash `\\`; any other backslash is itself.
 */
export const splitValues = (text: string): string[] =>
  Array.from(`,${text}`.matchAll(/,((?:\\[\\,]|[^,])*)/g), ([, value = ""]) =>
    value.replaceAll(/\\([\\,])/g, "$1"),
  );
