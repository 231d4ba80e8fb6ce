const DOTS = [
  ...["..", "%2e%2e", "%2E.", ".%2e", "%252e%252e", "%25252e%25252e", "%c0%ae%c0%ae", "%e0%80%ae%e0%80%ae"],
  ...["%f0%80%80%ae%f0%80%80%ae", "%u002e%u002e", "..%00", "..%20", "..;", "..;x=1", ".. ", "...", "...."],
  // Characters that some systems take for dots: one dot leader, two dot leader, full width.
  ...["\u2024\u2024", "\u2025", "\uff0e\uff0e"],
];
const SLASHES = [
  "/",
  "\\",
  "%2f",
  "%2F",
  "%5c",
  "%252f",
  "%255c",
  "%c0%af",
  "%c1%9c",
  "%e0%80%af",
  "//",
  "\uff0f",
];

const ELSEWHERE = [
  ...[
    "..",
    ".",
    "/",
    "/etc/passwd",
    "//etc/passwd",
    "\\etc\\passwd",
    "C:/windows/win.ini",
    "c:\\windows\\win.ini",
  ],
  ...[
    "\\\\server\\share\\x",
    "file:///etc/passwd",
    "a//b",
    "a/./b",
    "./index.html",
    "a/..",
    "a/../../b",
    "../",
  ],
  ...[
    "a\0b",
    "a\r\nb",
    "a\u2028b",
    "a\u202eb",
    "\ud800",
    `${"a/".repeat(2100)}b`,
    "a".repeat(4096),
    "a/".repeat(70),
  ],
  ...["__proto__", "a/__proto__/b", "a/", "/index.html", " /x", "\t/x", "a/ /b", "..../..../etc/passwd"],
];

/** More than four hundred ways to write a path that leads out of its folder. */
export const LEADING_OUT: readonly string[] = DOTS.flatMap((dots) =>
  SLASHES.flatMap((slash) => [
    `${dots}${slash}${dots}${slash}etc/passwd`,
    `a/${dots}${slash}${dots}${slash}secret.txt`,
  ]),
);

/** The same, and other paths that no file of a site can have. */
export const TRAVERSALS: readonly string[] = [...LEADING_OUT, ...ELSEWHERE];
