import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";
import { onTestFinished } from "vitest";

type Received = { readonly from: string; readonly to: string[]; readonly message: string };

/** A real SMTP server on loopback that keeps what it is given, and can go away and come back. Ends with the test. */
export async function startSmtpServer(refuse: (to: string) => number | null = () => null) {
  const received: Received[] = [];
  let server: SMTPServer | undefined;
  let port = 0;

  async function start(): Promise<void> {
    server = new SMTPServer({
      disabledCommands: ["STARTTLS"],
      authOptional: true,
      logger: false,
      onRcptTo: ({ address }, _, done) => {
        const responseCode = refuse(address);
        done(responseCode === null ? null : Object.assign(new Error("Refused"), { responseCode }));
      },
      onData: (stream, { envelope }, done) => {
        const from = envelope.mailFrom ? envelope.mailFrom.address : "";
        const to = envelope.rcptTo.map(({ address }) => address);
        void text(stream).then((message) => {
          received.push({ from, to, message });
          done();
        });
      },
    });
    server.on("error", () => {});
    const listener = server.listen(port, "127.0.0.1");
    await once(listener, "listening");
    ({ port } = listener.address() as AddressInfo);
  }

  async function stop(): Promise<void> {
    const stopping = server;
    server = undefined;
    for (const connection of stopping?.connections ?? []) connection.close();
    await new Promise<void>((closed) => (stopping === undefined ? closed() : stopping.close(closed)));
  }

  await start();
  onTestFinished(stop);
  return { received, start, stop, url: `smtp://127.0.0.1:${port}` };
}
