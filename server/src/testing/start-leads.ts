import { startConversions } from "./start-conversions.ts";

/** A form's text fields, and its files by their name. */
type Form = Readonly<Record<string, string | Blob | readonly Blob[]>>;
export type LeadShown = Readonly<Record<string, unknown>> & { readonly leadId: string };

const HTML = "text/html,application/xhtml+xml";

/** A control plane to which anyone sends leads, and whose owner reads them. */
export async function startLeads(...options: Parameters<typeof startConversions>) {
  const world = await startConversions(...options);
  const { control } = world;
  const owner = await control.member("OWNER");
  const path = "/v2/public/handles/acme/leads";
  const request = async (body: string | FormData, headers: Record<string, string>) => {
    const answer = await control.api.request(
      path,
      { method: "POST", body, headers },
      { address: "192.0.2.1" },
    );
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
  return {
    ...world,
    owner,
    send: (body: unknown, headers?: Record<string, string>) => control.anonymous.post(path, body, headers),
    /** As a browser sends a form without a script. */
    submit: (fields: Record<string, string>, headers: Record<string, string> = {}) =>
      request(new URLSearchParams(fields).toString(), {
        "content-type": "application/x-www-form-urlencoded",
        accept: HTML,
        ...headers,
      }),
    /** The same with files. */
    upload: (form: Form, headers: Record<string, string> = {}) => request(formData(form), headers),
    leads: async (query = "") => {
      const { body } = await owner.get(`/v2/handles/acme/leads${query}`);
      return (body as { leads: LeadShown[] }).leads;
    },
    [Symbol.asyncDispose]: () => control[Symbol.asyncDispose](),
  };
}

function formData(form: Form): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(form)) {
    if (typeof value === "string") data.append(name, value);
    else for (const file of [value].flat()) data.append(name, file);
  }
  return data;
}
