import { ApiError, apiErrorOf } from "#api/api-error.ts";
import { t } from "#text/t.ts";

type Sending = {
  readonly method: "PUT" | "POST" | "PATCH";
  readonly url: string;
  readonly body: Blob;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Told again and again how many bytes are on their way. */
  readonly onSent: (bytes: number) => void;
};

/**
 * Sends bytes and tells how far they are, which `fetch` cannot. Refusals and lost connections are thrown as `ApiError`, an
 * abort as its reason.
 */
export function sendBytes({ method, url, body, headers = {}, signal, onSent }: Sending): Promise<Response> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    signal.addEventListener("abort", abort, { once: true });
    request.open(method, url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded }) => onSent(loaded);
    request.onloadend = () => {
      signal.removeEventListener("abort", abort);
      if (signal.aborted) return reject(signal.reason);
      if (request.status === 0) return reject(new ApiError("offline", t("error.offline"), 0, "", []));
      const response = responseOf(request);
      if (response.ok) return resolve(response);
      response
        .json()
        .catch(() => undefined)
        .then((said: unknown) => reject(apiErrorOf(said, response)));
    };
    request.send(body);
  });
}

function responseOf(request: XMLHttpRequest): Response {
  const headers = new Headers();
  for (const line of request.getAllResponseHeaders().trim().split(/\r?\n/)) {
    const [, name, value] = /^([^:]+):\s*(.*)$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) headers.append(name, value);
  }
  return new Response(request.responseText || null, { status: request.status, headers });
}
