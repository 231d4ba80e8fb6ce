import type { IncomingMessage, ServerResponse } from "node:http";
import { type Answer, send } from "#edge/answer.ts";
import { FORM_STYLE } from "#edge/bridge/form-style.ts";
import type { EdgeDeps } from "#edge/edge.ts";
import { html } from "#edge/html.ts";
import { page } from "#edge/page.ts";
import { readForm } from "#edge/read-form.ts";
import { clientAddress } from "#platform/http/client-address.ts";
import type { EdgeFiles } from "./edge-files.ts";
import { endUnread } from "./end-unread.ts";
import { requireMethod } from "./require-method.ts";

type Deps = Pick<EdgeDeps, "trustedProxies"> & { readonly files: EdgeFiles };

/** What a person sees who opens a file for invited people: a form that asks for an address. Any other file opens. */
export async function filePage(
  { files, trustedProxies }: Deps,
  fileId: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  requireMethod(request.method, ["GET", "HEAD", "POST"]);
  if (request.method === "POST") {
    const email = (await readForm(request))?.get("email") ?? "";
    const forwarded = request.headers["x-forwarded-for"]?.toString();
    const address = clientAddress(request.socket.remoteAddress ?? "", forwarded, trustedProxies);
    send(response, (await files.requestLink(fileId, email, address)) ? SENT : askPage(true));
    return endUnread(request, response);
  }
  const location = await files.show(fileId);
  if (location === null) return send(response, askPage(false));
  response
    .writeHead(302, { Location: location, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer" })
    .end();
}

function askPage(isWrong: boolean): Answer {
  const described = isWrong ? html` aria-invalid="true" aria-describedby="fault"` : html``;
  const message = isWrong ? html`<p id="fault" role="alert">This is not an e-mail address.</p>\n` : html``;
  return page({
    status: isWrong ? 400 : 200,
    title: "This file is for invited people",
    style: FORM_STYLE,
    allowed: { "form-action": "'self'" },
    content: html`<p>Whoever shared it has said with which e-mail addresses it can be opened. A link is mailed to yours.</p>
<form method="post">
<label for="email">Your e-mail address</label>
<input id="email" name="email" type="email" autocomplete="email" maxlength="254" required autofocus${described}>
${message}<button>Mail me a link</button>
</form>`,
  });
}

const SENT = page({
  status: 200,
  title: "Look into your mailbox",
  content: html`<p>If this file is for you, a link is on its way. It works once, within the next 15 minutes.</p>
<p>Nothing came? Whoever shared the file may know you by another address.</p>`,
});
