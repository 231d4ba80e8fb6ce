import { once } from "node:events";
import { request } from "node:http";
import { HANDLE, must } from "./journey.ts";

/** A person with a browser follows a link of the handle, from the country that an address is in; says where it led. */
export async function visitFrom(origin: string, path: string, address: string): Promise<URL> {
  const { port } = new URL(origin);
  const asked = request({
    ...{ host: "localhost", port, path, agent: false },
    headers: {
      host: `${HANDLE}.localhost:${port}`,
      "x-forwarded-for": address,
      "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
    },
  });
  asked.end();
  const [answer] = await once(asked, "response");
  answer.resume();
  must(answer.statusCode === 302, `The visit was answered ${answer.statusCode}.`);
  return new URL(answer.headers.location);
}
