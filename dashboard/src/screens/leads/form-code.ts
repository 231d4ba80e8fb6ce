import type { FormPlan, PlannedField } from "./form-plan.ts";

/** Names that mean something to the API, and so can be no question's. */
const TAKEN = [
  ...["email", "name", "phone", "message", "fields", "form", "pageSlug", "campaignId", "ctx"],
  ...["idempotencyKey", "redirectTo", "elapsedMs", "hp_website"],
];
const INPUTS = {
  email: 'type="email" name="email" autocomplete="email"',
  name: 'name="name" autocomplete="name"',
  phone: 'type="tel" name="phone" autocomplete="tel"',
} as const;

/** The form as HTML, to be pasted into any page. It works without the script, and better with it. */
export function formCode(plan: FormPlan, origin: string, handle: string): string {
  const { name, thanks, button, campaignId, redirectTo, hasImages } = plan;
  const action = `${origin}/v2/public/handles/${handle}/leads`;
  const hidden = { form: name, campaignId, redirectTo };
  return [
    `<script async src="${escaped(origin)}/_assets/sdk.js" data-handle="${escaped(handle)}"></script>`,
    `<form data-10x-form="${escaped(name)}" data-thanks="${escaped(thanks)}"`,
    `      method="post" action="${escaped(action)}"${hasImages ? ' enctype="multipart/form-data"' : ""}>`,
    ...inputsOf(plan.fields),
    ...(hasImages ? ['  <p><input type="file" name="images" accept="image/*" multiple></p>'] : []),
    ...Object.entries(hidden)
      .filter(([, value]) => value !== "")
      .map(([key, value]) => `  <input type="hidden" name="${key}" value="${escaped(value)}">`),
    `  <p><button>${escaped(button)}</button></p>`,
    "</form>",
  ].join("\n");
}

function inputsOf(fields: readonly PlannedField[]): readonly string[] {
  const taken = new Set(TAKEN);
  return fields.map(({ kind, label, isRequired }) => {
    const needed = isRequired ? " required" : "";
    const text = escaped(label.trim());
    if (kind === "message") {
      return `  <p><label>${text}<br><textarea name="message" rows="5"${needed}></textarea></label></p>`;
    }
    if (kind === "email" || kind === "name" || kind === "phone") {
      return `  <p><label>${text}<br><input ${INPUTS[kind]}${needed}></label></p>`;
    }
    const name = escaped(freeName(label, taken));
    if (kind === "textarea") {
      return `  <p><label>${text}<br><textarea name="${name}" rows="5"${needed}></textarea></label></p>`;
    }
    return kind === "checkbox"
      ? `  <p><label><input type="checkbox" name="${name}" value="yes"${needed}> ${text}</label></p>`
      : `  <p><label>${text}<br><input name="${name}"${needed}></label></p>`;
  });
}

/** What a question is called in a lead: what it says, in a form that no other question has. */
function freeName(label: string, taken: Set<string>): string {
  const wanted =
    label
      .trim()
      .replaceAll(/[^\p{L}\p{N}]+/gu, "_")
      .slice(0, 60)
      .replaceAll(/^_+|_+$/g, "") || "question";
  let name = wanted;
  for (let number = 2; taken.has(name); number++) name = `${wanted}_${number}`;
  taken.add(name);
  return name;
}

const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
