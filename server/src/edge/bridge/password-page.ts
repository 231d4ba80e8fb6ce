import type { Answer } from "#edge/answer.ts";
import { type Html, html } from "#edge/html.ts";
import { page } from "#edge/page.ts";
import { FORM_STYLE } from "./form-style.ts";

type Asking = {
  readonly slug: string;
  /** Whether a wrong one was sent. */
  readonly isWrong: boolean;
  /** Where so many wrong ones were sent that the next must wait. */
  readonly retryAfterSeconds?: number;
};

/** Asks for a link's password; 403 after a wrong one, 429 after too many. Works without script. */
export function passwordPage({ slug, isWrong, retryAfterSeconds }: Asking): Answer {
  const fault = faultOf(isWrong, retryAfterSeconds);
  const isFaulty = fault !== null;
  const described = isFaulty ? html` aria-invalid="true" aria-describedby="fault"` : html``;
  const message: Html = isFaulty ? html`<p id="fault" role="alert">${fault}</p>\n` : html``;
  return page({
    status: retryAfterSeconds !== undefined ? 429 : isWrong ? 403 : 200,
    title: "This link asks for a password",
    headers: retryAfterSeconds === undefined ? [] : ["Retry-After", String(retryAfterSeconds)],
    style: FORM_STYLE,
    allowed: { "form-action": "'self'" },
    referrerPolicy: "strict-origin",
    content: html`<p>Whoever gave you the link <strong>/${slug}</strong> can tell you its password.</p>
<form method="post">
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required autofocus${described}>
${message}<button>Open the link</button>
</form>`,
  });
}

function faultOf(isWrong: boolean, retryAfterSeconds: number | undefined): string | null {
  if (retryAfterSeconds !== undefined) {
    return `Too many wrong passwords were sent from your network. Try again in ${waitOf(retryAfterSeconds)}.`;
  }
  return isWrong ? "This is not the password. Capital letters count." : null;
}

function waitOf(seconds: number): string {
  if (seconds <= 60) return seconds === 1 ? "a second" : `${seconds} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}
