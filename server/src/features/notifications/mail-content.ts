import { escapeHtml } from "#platform/http/escape-html.ts";
import type { Mail } from "#platform/mail/mailer.ts";
import type { Described } from "./describe-item.ts";

export type Content = Omit<Mail, "to" | "messageId">;

const SHOWN_MAX = 50;
const SUBJECT_CHARS_MAX = 150;

/** One event, or many together, of which the first fifty are shown. */
export function eventsContent(handle: string, events: readonly Described[], unsubscribe: string): Content {
  const [first] = events;
  const many = `${events.length} events`;
  const single =
    first === undefined ? many : [first.title, ...(first.name === null ? [] : [first.name])].join(": ");
  const shown = events.slice(0, SHOWN_MAX);
  const rest = events.length > shown.length ? [`And ${events.length - shown.length} more.`] : [];
  const text = [...shown.map(eventText), ...rest].join("\n\n");
  const html = [...shown.map(eventHtml), ...rest.map((line) => `<p>${line}</p>`)].join("\n");
  return content({ handle, subject: events.length === 1 ? single : many, text, html, unsubscribe });
}

/** Shows that mail arrives, and what will. */
export function testContent(handle: string, types: readonly string[], unsubscribe: string): Content {
  const line = `This is a trial. Mail from ${handle} arrives here when one of these occurs:`;
  const list = types.map((type) => `<li><code>${escapeHtml(type)}</code></li>`).join("");
  return content({
    handle,
    subject: "This is a trial",
    text: [line, ...types.map((type) => `- ${type}`)].join("\n"),
    html: `<p>${escapeHtml(line)}</p><ul>${list}</ul>`,
    unsubscribe,
  });
}

/** The one mail that an address is sent which has asked for none. */
export function confirmationContent(handle: string, types: readonly string[], link: string): Content {
  const asked = `Somebody at ${handle} wants to have mail sent to this address when one of these occurs:`;
  const nothing =
    "If you do not want that, do nothing: nothing else will be sent. The link works for seven days.";
  const list = types.map((type) => `<li><code>${escapeHtml(type)}</code></li>`).join("");
  return {
    subject: subjectOf(handle, "Do you want these mails?"),
    text: `${[asked, ...types.map((type) => `- ${type}`)].join("\n")}\n\nTo agree, open this page:\n${link}\n\n${nothing}\n`,
    html: whole(
      `<p>${escapeHtml(asked)}</p><ul>${list}</ul><p><a href="${escapeHtml(link)}">Agree</a></p><p>${nothing}</p>`,
    ),
  };
}

type Parts = {
  readonly handle: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly unsubscribe: string;
};

function content({ handle, subject, text, html, unsubscribe }: Parts): Content {
  const why = `You get this because this address is told of what happens at ${handle}.`;
  return {
    subject: subjectOf(handle, subject),
    text: `${text}\n\n--\n${why}\nNo more of these: ${unsubscribe}\n`,
    html: whole(
      `${html}<hr><p><small>${escapeHtml(why)} <a href="${escapeHtml(unsubscribe)}">No more of these</a></small></p>`,
    ),
  };
}

const subjectOf = (handle: string, subject: string) =>
  `[${handle}] ${subject}`.slice(0, SUBJECT_CHARS_MAX).toWellFormed();

function eventText({ title, name, facts, occurredAt }: Described): string {
  const head = name === null ? title : `${title}: ${name}`;
  return [head, `  at: ${occurredAt}`, ...facts.map(([key, value]) => `  ${key}: ${value}`)].join("\n");
}

function eventHtml({ title, name, facts, occurredAt }: Described): string {
  const head = name === null ? title : `${title}: ${name}`;
  const rows = [["at", occurredAt] as const, ...facts].map(
    ([key, value]) =>
      `<tr><th align="left" valign="top">${escapeHtml(key)}</th><td>${escapeHtml(value)}</td></tr>`,
  );
  return `<h3>${escapeHtml(head)}</h3>\n<table>${rows.join("")}</table>`;
}

const whole = (html: string) =>
  `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"></head><body>\n${html}\n</body></html>\n`;
