import { Badge, Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import { Loaded } from "#parts/loaded.tsx";
import { useHandle } from "#shell/use-handle.ts";
import { formatMoment, formatPrice } from "#text/format.ts";
import { t } from "#text/t.ts";

const SHOWN_MAX = 1000;

/** Whoever has paid for a page, the newest first. */
export function PageBuyers({ pageSlug }: { readonly pageSlug: string }) {
  const handle = useHandle();
  const query = useQuery({
    queryKey: ["pages", handle, "buyers", pageSlug],
    queryFn: ({ signal }) => {
      const params = { path: { handle, pageSlug }, query: { limit: SHOWN_MAX } };
      return ask(api.GET("/v2/handles/{handle}/pages/{pageSlug}/buyers", { params, signal }));
    },
  });
  return (
    <Loaded query={query}>
      {({ buyers }) =>
        buyers.length === 0 ? (
          <Text c="dimmed">{t("pages.buyers.none")}</Text>
        ) : (
          <Table.ScrollContainer minWidth={420} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
            <Table striped>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t("field.email")}</Table.Th>
                  <Table.Th>{t("block.price")}</Table.Th>
                  <Table.Th>{t("deliveries.when")}</Table.Th>
                  <Table.Th>{t("deliveries.status")}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {buyers.map(({ paymentId, email, priceCents, currency, paidAt, status }) => (
                  <Table.Tr key={paymentId}>
                    <Table.Td>{email ?? t("by.unknown")}</Table.Td>
                    <Table.Td>{formatPrice(priceCents, currency)}</Table.Td>
                    <Table.Td>{formatMoment(paidAt)}</Table.Td>
                    <Table.Td>
                      <Badge color={status === "PAID" ? "teal.9" : "gray.7"}>
                        {t(`pages.buyers.${status}`)}
                      </Badge>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )
      }
    </Loaded>
  );
}
