import type { Schemas } from "#api/schemas.ts";
import { t } from "#text/t.ts";

/** What somebody who has written is called here: by the best that they have said of themselves. */
export const nameOf = ({ name, email, phone }: Schemas["Lead"]): string =>
  name ?? email ?? phone ?? t("leads.nameless");
