import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { send } from "#edge/answer.ts";
import { html } from "#edge/html.ts";
import { page } from "#edge/page.ts";
import { AppError, ERROR_STATUS, type ErrorCode } from "#kernel/errors.ts";
import { isAway } from "#platform/database/is-away.ts";
import { endUnread } from "./end-unread.ts";

/**
 * Tells why not: a person in a browser with a page, a program with the API's error body. With `requestId`, under which the
 * log says more, where it does.
 */
export function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  cause: unknown,
  requestId: string = randomUUID(),
): void {
  if (response.headersSent || response.destroyed) return void response.destroy();
  const error = cause instanceof AppError ? cause : failureOf(cause);
  for (const name of OF_CONTENT) response.removeHeader(name);
  for (const [name, value] of Object.entries(headersOf(error))) response.setHeader(name, value);
  response.setHeader("X-Request-Id", requestId);
  if ((request.headers.accept ?? "").includes("text/html")) send(response, pageOf(error));
  else sendJson(response, error, requestId);
  endUnread(request, response);
}

/** What was said of the content before it turned out that there is none to send. */
const OF_CONTENT = ["Content-Disposition", "Content-Length", "Content-Range", "Accept-Ranges", "ETag"];

function sendJson(response: ServerResponse, { code, message, details }: AppError, requestId: string): void {
  const body = JSON.stringify({ error: code, message, requestId, ...details });
  response.writeHead(ERROR_STATUS[code], {
    "Content-Type": "application/json",
    "Content-Length": Buffer.byteLength(body),
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
  });
  response.end(body);
}

function headersOf({ retryAfterSeconds, details }: AppError): Record<string, string> {
  const { allowed, sizeBytes } = details;
  return {
    ...(retryAfterSeconds !== undefined && { "Retry-After": String(retryAfterSeconds) }),
    ...(Array.isArray(allowed) && { Allow: allowed.join(", ") }),
    ...(typeof sizeBytes === "number" && { "Content-Range": `bytes */${sizeBytes}` }),
  };
}

function failureOf(cause: unknown): AppError {
  return isAway(cause)
    ? new AppError("unavailable", "The database is not available right now.", { cause, retryAfterSeconds: 5 })
    : new AppError("internal_error", "Something went wrong on our side.", { cause });
}

const TITLES: Readonly<Partial<Record<ErrorCode, string>>> = {
  not_found: "There is nothing here",
  file_expired: "This file has expired",
  expired_magic_link: "This link does not work any more",
  used_magic_link: "This link was used before",
  rate_limited: "That was too often",
  unavailable: "This cannot be opened just now",
};

const pageOf = ({ code, message }: AppError) =>
  page({
    status: ERROR_STATUS[code],
    title: TITLES[code] ?? "This cannot be done here",
    content: html`<p>${message}</p>`,
  });
