import type { Schemas } from "#api/schemas.ts";
import type { Access } from "./access-choice.tsx";

type Binding = Schemas["FunctionBinding"];
type Change = Schemas["FunctionBindingChange"];

/** The methods that a function can take. */
export const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;

/** What the settings hold: numbers as they are typed. */
export type SettingsForm = {
  readonly methods: readonly string[];
  readonly access: Access;
  readonly requiredScope: string;
  readonly timeoutMs: string;
  readonly maxKb: string;
};

/** The settings of a function as they are typed. */
export const settingsOf = (binding: Binding): SettingsForm => ({
  methods: binding.methods,
  access: binding.access,
  requiredScope: binding.requiredScope ?? "",
  timeoutMs: String(binding.timeoutMs),
  maxKb: String(binding.maxBytes / 1024),
});

/** Only what was changed: a size that has no whole number of kilobytes stays as it is until it is touched. */
export function changeOfSettings(before: SettingsForm, form: SettingsForm): Partial<Change> {
  const has = (key: keyof SettingsForm) => JSON.stringify(before[key]) !== JSON.stringify(form[key]);
  const methods = METHODS.filter((method) => form.methods.includes(method));
  return {
    ...(has("methods") && { methods }),
    ...(has("access") && { access: form.access }),
    ...(has("requiredScope") && { requiredScope: form.requiredScope === "" ? null : form.requiredScope }),
    ...(has("timeoutMs") && { timeoutMs: Number(form.timeoutMs) }),
    ...(has("maxKb") && { maxBytes: Math.round(Number(form.maxKb) * 1024) }),
  };
}
