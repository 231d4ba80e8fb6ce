import type { Answer } from "#edge/answer.ts";

/** For tests: an answer's headers by their names in lower case. */
export const headersOf = ({ headers }: Answer) =>
  Object.fromEntries(
    headers.flatMap((name, index) =>
      index % 2 === 0 ? [[name.toLowerCase(), headers[index + 1] ?? ""]] : [],
    ),
  );

/** For tests: the sources that a page's policy allows, by directive. */
export const directivesOf = (answer: Answer) =>
  Object.fromEntries(
    (headersOf(answer)["content-security-policy"] ?? "")
      .split("; ")
      .map((directive) => [directive.split(" ", 1)[0], directive.split(" ").slice(1)]),
  ) as Record<string, string[]>;
