import { html } from "#edge/html.ts";
import { page } from "#edge/page.ts";

/** Does not say where it led: nobody is to go there by hand either. */
export const BLOCKED = page({
  status: 410,
  title: "This link was switched off because of where it leads",
  content: html`<p>Its destination is blocked here, so nobody is sent there. Whoever gave it to you may have another one.</p>`,
});
