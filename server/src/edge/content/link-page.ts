import type { IncomingMessage, ServerResponse } from "node:http";
import { send } from "#edge/answer.ts";
import { FORM_STYLE } from "#edge/bridge/form-style.ts";
import { html } from "#edge/html.ts";
import { page } from "#edge/page.ts";
import type { EdgeFiles } from "./edge-files.ts";
import { endUnread } from "./end-unread.ts";
import { requireMethod } from "./require-method.ts";

/** Behind a mailed link: opening the page does nothing, because mail programs open links that nobody has followed. */
export async function linkPage(
  files: EdgeFiles,
  secret: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  requireMethod(request.method, ["GET", "HEAD", "POST"]);
  if (request.method !== "POST") return send(response, CONFIRM);
  const location = await files.redeem(secret);
  response
    .writeHead(303, { Location: location, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer" })
    .end();
  endUnread(request, response);
}

const CONFIRM = page({
  status: 200,
  title: "Your file",
  style: FORM_STYLE,
  allowed: { "form-action": "'self'" },
  content: html`<p>The link works once. The file opens, or is saved.</p>
<form method="post"><button>Open the file</button></form>`,
});
