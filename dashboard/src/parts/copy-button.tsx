import { Button, CopyButton as Copying } from "@mantine/core";
import { t } from "#text/t.ts";

type Props = { readonly value: string; readonly label?: string };

/** Copies a text, and says that it did, to a screen reader too. */
export function CopyButton({ value, label = t("action.copy") }: Props) {
  return (
    <Copying value={value} timeout={3000}>
      {({ copied, copy }) => (
        <Button
          size="xs"
          variant={copied ? "filled" : "light"}
          color={copied ? "teal.9" : undefined}
          onClick={copy}
        >
          <span aria-live="polite">{copied ? t("action.copied") : label}</span>
        </Button>
      )}
    </Copying>
  );
}
