import fc from "fast-check";
import { expect, test } from "vitest";
import { XSS_VECTORS } from "#testing/xss-vectors.ts";
import { parseSafeCss } from "./parse-safe-css.ts";

test.each([
  ["h1{color:#f00}", "main h1{color:#f00}"],
  [
    ".hero h1 , p > a:hover { color : var(--accent); padding:1rem 2rem; }",
    "main .hero h1,main p > a:hover{color:var(--accent);padding:1rem 2rem}",
  ],
  ["/* a */p{/* b */margin:0}", "main p{margin:0}"],
  [
    "@media (max-width: 40rem){p{font-size:calc(1rem + 2px)}}",
    "@media (max-width: 40rem){main p{font-size:calc(1rem + 2px)}}",
  ],
  [
    ".hero{background:linear-gradient(90deg,#fff 0%,rgb(0 0 0 / 20%))}",
    "main .hero{background:linear-gradient(90deg,#fff 0%,rgb(0 0 0 / 20%))}",
  ],
  ["", ""],
])("%j is kept below the page's content", (text, css) => {
  expect(parseSafeCss(text)).toEqual({ css });
});

test.each([
  "p{background:url(https://a.example)}",
  "p{background:URL(x)}",
  "p{background:image-set(x)}",
  "@import 'x';",
  "@font-face{src:url(x)}",
  "@media screen{@media print{p{margin:0}}}",
  "@media (max-width:1px){@import x}",
  "p{position:fixed}",
  "p{content:'x'}",
  "p{color:expression(alert(1))}",
  "p{behavior:x}",
  "p{-moz-binding:x}",
  "p{--accent:red}",
  "p{color:var(--other)}",
  "p{color:\\72 ed}",
  "p{color:red",
  "p{color:red}}",
  "p{color:</style><script>alert(1)</script>}",
  "body{margin:0}",
  "html{margin:0}",
  "input[value^=a]{color:red}",
  "*{color:red}",
  "p::before{color:red}",
  ":root{color:red}",
  "p,{color:red}",
  "> p{color:red}",
  "p",
  `${"p{margin:0}".repeat(900)}`,
])("%j is refused", (text) => {
  expect(parseSafeCss(text)).toMatchObject({ fault: expect.stringMatching(/./) });
});

test("whatever is let through ends no style and loads nothing", () => {
  const piece = fc.oneof(
    fc.constantFrom(
      "p",
      "{",
      "}",
      ";",
      ":",
      "color",
      "red",
      "url(",
      "@media",
      "(",
      ")",
      "/*",
      "*/",
      "\\",
      "<",
      "'",
      "var(--ink)",
    ),
    fc.constantFrom(...XSS_VECTORS),
    fc.string({ maxLength: 3 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      const safe = parseSafeCss(pieces.join(""));
      if ("css" in safe) expect(safe.css).not.toMatch(/[<\\'"]|url|@(?!media)|expression|import/i);
    }),
    { numRuns: 3000 },
  );
});
