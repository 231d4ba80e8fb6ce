import { Alert, Modal } from "@mantine/core";
import type { Schemas } from "#api/schemas.ts";
import { SecretOnce } from "#parts/secret-once.tsx";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";
import { curlLine } from "./curl-line.ts";

type Props = { readonly created: Schemas["CreatedToken"]; readonly onClose: () => void };

/** A token's text, which exists in this answer alone, with a line to try it; or that it was lost on its way. */
export function TokenSecret({ created: { token, name, scopes }, onClose }: Props) {
  const handle = useHandle();
  const title = t("secret.title", { name });
  if (token === undefined) {
    return (
      <Modal opened onClose={onClose} title={title} size="lg">
        <Alert color="yellow">{t("secret.lost")}</Alert>
      </Modal>
    );
  }
  const shown = [
    { label: t("secret.token"), value: token },
    { label: t("secret.try"), value: curlLine(location.origin, handle, token, scopes) },
  ];
  return <SecretOnce {...{ title, hint: t("secret.once"), shown, size: "lg", onClose }} />;
}
