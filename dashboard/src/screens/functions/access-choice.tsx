import { Radio, Stack } from "@mantine/core";
import { t } from "#text/t.ts";

/** Who may call a function. */
export type Access = "NONE" | "SCOPED";
type Props = { readonly value: Access; readonly onChange: (access: Access) => void };

/** The choice of who may call a function, each with what it means. */
export function AccessChoice({ value, onChange }: Props) {
  return (
    <Radio.Group
      label={t("functions.access")}
      value={value}
      onChange={(chosen) => onChange(chosen as Access)}
    >
      <Stack gap="xs" mt={4}>
        {(["SCOPED", "NONE"] as const).map((one) => (
          <Radio
            key={one}
            value={one}
            label={t(`functions.access.${one}`)}
            description={t(`functions.access.${one}.hint`)}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}
