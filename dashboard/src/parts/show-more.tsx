import { Button, Group } from "@mantine/core";
import { t } from "#text/t.ts";
import { Failure } from "./failure.tsx";

type Props = {
  readonly query: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly isFetchNextPageError: boolean;
    readonly error: Error | null;
    readonly fetchNextPage: () => Promise<unknown>;
  };
};

/** Fetches what comes next in a list for whoever asks, and says why where it does not come. */
export function ShowMore({ query }: Props) {
  const more = () => void query.fetchNextPage();
  if (query.isFetchNextPageError) return <Failure cause={query.error} onAgain={more} />;
  if (!query.hasNextPage) return null;
  return (
    <Group justify="center">
      <Button variant="default" loading={query.isFetchingNextPage} onClick={more}>
        {t("action.show-more")}
      </Button>
    </Group>
  );
}
