import { hash } from "node:crypto";
import { escapeHtml } from "#platform/escape-html.ts";
import type { Figures, StatusReport } from "./status-report.ts";

const STYLE = `:root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem}
h1{font-size:1.4rem}h2{font-size:1.05rem;margin:1.6rem 0 .3rem}table{border-collapse:collapse;width:100%}
th,td{border-bottom:1px solid #8884;padding:.25rem .6rem .25rem 0;text-align:left;vertical-align:top;overflow-wrap:anywhere}
td{font-variant-numeric:tabular-nums}`;

/** What a policy of content must allow, and nothing else. */
export const STATUS_STYLE_HASH = hash("sha256", STYLE, "base64");

/** The report for a person, in one page that asks for nothing more. */
export function renderStatus(report: StatusReport): string {
  const { status, at, jobs, lastBackup, queues } = report;
  const sections: readonly (readonly [title: string, figures: Figures])[] = [
    ["Checks", report.checks],
    ["Queues: seconds that the oldest entry has waited", queues ?? { database: "does not say" }],
    ["Events", report.events],
    ["Warehouse", report.warehouse],
    ["Database", report.database],
    ["Disk", report.disk],
    ["Memory in bytes", report.memory],
    ["Last backup", lastBackup ?? { lastBackup: "none is known" }],
    ["Program", report.program],
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Switchyard: ${status}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>Switchyard is ${status}</h1>
<p>As of ${escapeHtml(at)}. Load the page again for a newer look; with <code>Accept: application/json</code> it is JSON.</p>
${sections.map(([title, figures]) => tableOf(title, figures)).join("\n")}
${jobsOf(jobs)}
</body>
</html>
`;
}

const tableOf = (title: string, figures: Figures): string => {
  const rows = Object.entries(figures).map(
    ([name, value]) => `<tr><th scope="row">${escapeHtml(wordsOf(name))}</th><td>${shown(value)}</td></tr>`,
  );
  return `<h2>${escapeHtml(title)}</h2>\n<table>\n${rows.join("\n")}\n</table>`;
};

function jobsOf(jobs: readonly Figures[]): string {
  const [first] = jobs;
  if (first === undefined) return "<h2>Jobs</h2>\n<p>None has run yet.</p>";
  const heads = Object.keys(first).map((name) => `<th scope="col">${escapeHtml(wordsOf(name))}</th>`);
  const rows = jobs.map(
    (job) =>
      `<tr>${Object.values(job)
        .map((value) => `<td>${shown(value)}</td>`)
        .join("")}</tr>`,
  );
  return `<h2>Jobs since the start</h2>\n<table>\n<tr>${heads.join("")}</tr>\n${rows.join("\n")}\n</table>`;
}

/** `freeBytes` as `free bytes`. */
const wordsOf = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

function shown(value: Figures[string]): string {
  if (value === null) return "unknown";
  if (typeof value === "number") return value.toLocaleString("en-GB", { maximumFractionDigits: 3 });
  return escapeHtml(String(value));
}
