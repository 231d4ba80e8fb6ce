import { Anchor, Stepper, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type ReactNode, useEffect, useState } from "react";
import { Loaded } from "#parts/loaded.tsx";
import { useMe } from "#session/use-me.ts";
import { WithoutMenu } from "#shell/without-menu.tsx";
import { t } from "#text/t.ts";
import { FirstClick } from "./first-click.tsx";
import { FirstHandle } from "./first-handle.tsx";
import { FirstLink } from "./first-link.tsx";
import { firstLinksQuery } from "./first-links-query.ts";
import { endStarting } from "./starting.ts";

/** The first steps: account, handle, link, click. Where one stands is read from what there is, so they go on anywhere. */
export function StartScreen() {
  const { new: isNew } = useSearch({ strict: false }) as { new?: boolean };
  const me = useMe();
  const [made, setMade] = useState<string>();
  const handle = made ?? (isNew ? undefined : me?.handles[0]?.handle);
  useEffect(() => {
    document.title = `${t("start.title")} – ${t("product")}`;
  }, []);
  if (me === undefined) return <Frame step={1}>{t("loading")}</Frame>;
  if (handle === undefined) {
    return (
      <Frame step={1}>
        <FirstHandle onMade={setMade} />
      </Frame>
    );
  }
  return <LinkSteps handle={handle} />;
}

function LinkSteps({ handle }: { readonly handle: string }) {
  const query = useQuery(firstLinksQuery(handle));
  const [link] = query.data?.links ?? [];
  return (
    <Frame step={link === undefined ? 2 : 3}>
      <Loaded query={query}>
        {() =>
          link === undefined ? <FirstLink handle={handle} /> : <FirstClick handle={handle} link={link} />
        }
      </Loaded>
      <Leave handle={handle} />
    </Frame>
  );
}

/** Small and last: nobody leaves by accident. */
function Leave({ handle }: { readonly handle: string }) {
  const navigate = useNavigate();
  return (
    <Text size="sm" c="dimmed" ta="center">
      <Anchor
        component="button"
        type="button"
        underline="always"
        onClick={() => {
          endStarting();
          void navigate({ to: "/$handle/links", params: { handle } });
        }}
      >
        {t("start.leave")}
      </Anchor>
    </Text>
  );
}

function Frame({ step, children }: { readonly step: number; readonly children: ReactNode }) {
  return (
    <WithoutMenu size="sm">
      <Title order={1} size="h2">
        {t("start.title")}
      </Title>
      <Stepper active={step} size="sm" allowNextStepsSelect={false} aria-label={t("start.title")}>
        {(["account", "handle", "link", "click"] as const).map((name) => (
          <Stepper.Step key={name} label={t(`start.${name}`)} component="div" tabIndex={-1} />
        ))}
      </Stepper>
      {children}
    </WithoutMenu>
  );
}
