const UP = [
  ..."../|..\\|..;/|....//|..../|..././|.../...//|..%2f|..%5c|%2e%2e/|%2e%2e%2f|%2e%2e%5c|.%2e/|%2e./".split(
    "|",
  ),
  ..."%252e%252e%252f|%252e%252e/|..%252f|..%255c|%25252e%25252e%25252f|%%32%65%%32%65/|..%c0%af|%c0%ae%c0%ae/".split(
    "|",
  ),
  ..."%c0%ae%c0%ae%c0%af|..%c1%9c|%e0%80%ae%e0%80%ae/|..%ef%bc%8f|%uff0e%uff0e%u2215|%u002e%u002e%u002f|..%00/".split(
    "|",
  ),
  ..."..%0d/|..%0a/|..%09/|.%00./|..%01/|.. /|..%20/|．．／|‥/|..∕|..⁄|..＼|%2e%2e%3b/|..%23/|..%3f/".split(
    "|",
  ),
];
const TARGETS = ["etc/passwd", "secrets/token-pepper", "switchyard.sqlite"];
const ABSOLUTE = [
  ..."/etc/passwd|//etc/passwd|///etc/passwd|\\etc\\passwd|C:\\Windows\\win.ini|C:/Windows/win.ini".split(
    "|",
  ),
  ..."\\\\server\\share\\x|//server/share/x|\\\\?\\C:\\x|file:///etc/passwd|file:%2f%2f%2fetc%2fpasswd".split(
    "|",
  ),
  ..."%2fetc%2fpasswd|%5cetc%5cpasswd|/%2e/etc/passwd|/./etc/passwd|/proc/self/environ|/dev/zero|~/.ssh/id_rsa".split(
    "|",
  ),
];
const ODD = [
  ..."__proto__|constructor|prototype|.|..|...|.git/config|.env|.htaccess|con|nul|aux.txt|a::$DATA|a.|a |.hidden".split(
    "|",
  ),
  ...[
    "a\u0000b",
    "a\nb",
    "a\r\nSet-Cookie: x=y",
    "a\u202egpj.exe",
    "\ufeffa",
    `${"../".repeat(300)}etc/passwd`,
  ],
];

/** Ways that have been found to name what is not there to be named: up, absolute, encoded once, twice and wrongly. */
export const TRAVERSALS: readonly string[] = [
  ...UP.flatMap((up) => TARGETS.map((target) => up.repeat(6) + target)),
  ...ABSOLUTE,
  ...ODD,
];
