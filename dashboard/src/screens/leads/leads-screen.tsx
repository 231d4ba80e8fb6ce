import "#text/audience.ts";
import { Tabs } from "@mantine/core";
import { useState } from "react";
import { Page } from "#parts/page.tsx";
import { t } from "#text/t.ts";
import { EraseLeads } from "./erase-leads.tsx";
import { ExportLeads } from "./export-leads.tsx";
import { FormsPanel } from "./forms-panel.tsx";
import { type LeadFilter, NO_SPAM } from "./lead-filter.ts";
import { LeadInbox } from "./lead-inbox.tsx";

/** Who has written through a form, and the forms themselves. */
export function LeadsScreen() {
  const [tab, setTab] = useState<string | null>("leads");
  const [filter, setFilter] = useState<LeadFilter>(NO_SPAM);
  const actions = tab === "leads" && (
    <>
      <EraseLeads />
      <ExportLeads filter={filter} />
    </>
  );
  const see = (form: string) => {
    setFilter({ ...NO_SPAM, form });
    setTab("leads");
  };
  return (
    <Page title={t("leads.title")} hint={t("leads.hint")} actions={actions}>
      <Tabs value={tab} onChange={setTab} keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="leads">{t("leads.inbox")}</Tabs.Tab>
          <Tabs.Tab value="forms">{t("forms.title")}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="leads" pt="lg">
          <LeadInbox filter={filter} onFilter={setFilter} onForms={() => setTab("forms")} />
        </Tabs.Panel>
        <Tabs.Panel value="forms" pt="lg">
          <FormsPanel onSee={see} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
