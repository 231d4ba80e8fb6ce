type Options = {
  /** Of the answer: closed at once when the bytes fail. */
  readonly connection: { readonly destroy: () => unknown };
  readonly onFailure: (cause: unknown) => void;
};

/**
 * The same bytes; but one that fails, or is ended with its credential, closes the connection in that moment. The HTTP
 * adapter would write the failure's text behind what is there and end the answer properly, and half a file would pass for
 * a whole one.
 */
export function breakOff(
  body: ReadableStream<Uint8Array>,
  { connection, onFailure }: Options,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  reader.closed.catch((cause: unknown) => {
    connection.destroy(); // Before the adapter hears of it.
    onFailure(cause);
  });
  return new ReadableStream<Uint8Array>(
    {
      async pull(sink) {
        const piece = await reader.read().catch(() => undefined); // The connection is closed: nobody is there to tell.
        if (piece?.value === undefined) sink.close();
        else sink.enqueue(piece.value);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}
