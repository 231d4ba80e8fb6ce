type Read<T> = (signal: AbortSignal, heard: (response: Response) => Response) => Promise<T>;

/**
 * What `read` makes of an answer, broken off as late once nothing of it has come for so long; however long the whole takes, for
 * it may be of any size. `read` asks with the signal, and reads the response that `heard` gives it.
 */
export async function untilSilent<T>(ms: number, read: Read<T>): Promise<T> {
  const silence = new AbortController();
  const late = new DOMException("Nothing has come for too long.", "TimeoutError");
  let timer: ReturnType<typeof setTimeout> | undefined;
  const listen = () => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(late), ms);
  };
  const heard = (response: Response): Response => {
    listen();
    if (response.body === null) return response;
    const transform = (part: Uint8Array, on: TransformStreamDefaultController<Uint8Array>) => {
      listen();
      on.enqueue(part);
    };
    return new Response(response.body.pipeThrough(new TransformStream({ transform })), response);
  };
  listen();
  try {
    return await read(silence.signal, heard);
  } catch (cause) {
    // A browser says of such a body only that it failed.
    throw silence.signal.aborted ? late : cause;
  } finally {
    clearTimeout(timer);
  }
}
