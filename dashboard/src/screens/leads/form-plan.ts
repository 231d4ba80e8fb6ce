import { rowKey } from "#parts/row-key.ts";
import { t } from "#text/t.ts";
import type { KnownForm } from "./known-forms.ts";

/** What a field of a form asks; the first four are what a lead has places of its own for. */
export const KINDS = ["email", "name", "phone", "message", "text", "textarea", "checkbox"] as const;
export type FieldKind = (typeof KINDS)[number];
const OWN: readonly FieldKind[] = ["email", "name", "phone", "message"];

export type PlannedField = {
  readonly key: string;
  readonly kind: FieldKind;
  readonly label: string;
  readonly isRequired: boolean;
};

/** A form that is to be put into a page. */
export type FormPlan = {
  readonly name: string;
  readonly fields: readonly PlannedField[];
  readonly button: string;
  readonly thanks: string;
  readonly campaignId: string;
  readonly redirectTo: string;
  readonly hasImages: boolean;
};

/** A field of that kind as it begins. */
export const newField = (kind: FieldKind, label = labelOf(kind)): PlannedField => ({
  key: rowKey(),
  kind,
  label,
  isRequired: kind === "email",
});

function labelOf(kind: FieldKind): string {
  return OWN.includes(kind) ? t(`forms.label.${kind as "email" | "name" | "phone" | "message"}`) : "";
}

/** The kinds that can be asked: of a lead's own places each once. */
export const kindsLeft = (fields: readonly PlannedField[]): readonly FieldKind[] =>
  KINDS.filter((kind) => !OWN.includes(kind) || fields.every((field) => field.kind !== kind));

/** What a new form begins with, or one like that which has sent leads already. */
export function planOf(known: KnownForm | undefined): FormPlan {
  const asked = known?.asked ?? ["name", "email", "message"];
  const isOwn = (name: string): name is FieldKind => OWN.some((kind) => kind === name);
  return {
    name: known?.name ?? "",
    fields: asked.map((name) => (isOwn(name) ? newField(name) : newField("text", name))),
    button: t("forms.button.example"),
    thanks: t("forms.thanks.example"),
    campaignId: "",
    redirectTo: "",
    hasImages: false,
  };
}

type Problems = Readonly<Record<string, string>>;

/** What keeps a form from working, by the field that is wrong; those of its questions by their keys. */
export function problemsOf({ name, fields, campaignId, redirectTo }: FormPlan): Problems {
  const found: Record<string, string> = {};
  if (!/^[A-Za-z0-9._-]{1,64}$/.test(name)) found["name"] = t("forms.name.rule");
  if (fields.length === 0) found["fields"] = t("forms.fields.rule");
  if (campaignId !== "" && !/^[a-z0-9][a-z0-9_-]{2,63}$/.test(campaignId))
    found["campaignId"] = t("forms.campaign.rule");
  if (redirectTo !== "" && !/^(\/(?!\/)|https?:\/\/)\S*$/.test(redirectTo))
    found["redirectTo"] = t("forms.redirect.rule");
  for (const { key, label } of fields) if (label.trim() === "") found[key] = t("forms.label.rule");
  return found;
}
