import { expect } from "vitest";
import { Dispatcher } from "#features/webhooks/index.ts";
import { startControl } from "./start-control.ts";

const WEBHOOKS = "/v2/handles/acme/webhooks";

const MONTH_MS = 30 * 86_400_000;
/** No receiver takes as long, however busy the machine; a test of one that hangs says less. */
const PATIENT_MS = 20_000;

export type Subscribed = { readonly subscriptionId: string; readonly secret: string };

/** A control plane and what carries its webhooks, moved by hand: `dispatcher.settle()` attempts all that is due now. */
export async function startWebhookTest(location?: string, { timeoutMs = PATIENT_MS } = {}) {
  const control = await startControl(location === undefined ? {} : { location });
  await control.member("OPERATOR");
  // For as long as the clock is moved in any test.
  const operator = await control.signedIn("operator-of-acme", new Date(control.now().getTime() + MONTH_MS));
  // In the middle, where the spread of retries is none.
  const dispatcher = new Dispatcher(control.deps, { random: () => 0.5, timeoutMs });
  const name = (subscriptionId: string) => `${WEBHOOKS}/${subscriptionId}`;
  return {
    control,
    operator,
    dispatcher,
    subscribe: async (endpointUrl: string, differences: object = {}): Promise<Subscribed> => {
      const body = { endpointUrl, eventTypes: ["*"], ...differences };
      const answer = await operator.post(WEBHOOKS, body);
      expect(answer).toMatchObject({ status: 201 });
      return answer.body as Subscribed;
    },
    /** An event of type `link.created`. */
    occur: async (slug: string, differences: object = {}) => {
      const body = { destinationUrl: "https://example.com/", ...differences };
      const { status } = await operator.put(`/v2/handles/acme/links/${slug}`, body);
      expect(status).toBe(201);
    },
    deliveries: async (subscriptionId: string, query = "") =>
      (
        (await operator.get(`${name(subscriptionId)}/deliveries${query}`)).body as {
          deliveries: DeliveryRow[];
        }
      ).deliveries,
    path: name,
    [Symbol.asyncDispose]: async () => {
      await dispatcher.stop(0);
      await control[Symbol.asyncDispose]();
    },
  };
}

export type DeliveryRow = {
  readonly deliveryId: string;
  readonly eventId: string;
  readonly eventType: string;
  readonly status: string;
  readonly attempts: number;
  readonly nextAttemptAt: string | null;
};
