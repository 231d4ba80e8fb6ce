import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { eventsOf, log, newFolder, PATIENT, sealed } from "#testing/shared-warehouse.ts";
import { openWarehouse } from "./open-warehouse.ts";
import { WarehouseUnavailable } from "./warehouse-unavailable.ts";

const ENGINE = join(import.meta.dirname, "engine/main.ts");

/** Our own engine behind a TCP port: it speaks as much of ClickHouse's protocol as we do, and is no ClickHouse server. */
async function startStandIn() {
  const folder = await mkdtemp(join(tmpdir(), "remote-"));
  const socketPath = join(await mkdtemp(join(tmpdir(), "remote-socket-")), "s");
  const engine = spawn(process.execPath, [ENGINE, folder, socketPath], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  await once(engine, "message");
  const sockets = new Set<Socket>();
  const front = createServer((client) => {
    const behind = connect(socketPath);
    for (const socket of [client, behind]) sockets.add(socket.on("error", () => {}));
    client.pipe(behind).pipe(client);
  }).listen(0, "127.0.0.1");
  await once(front, "listening");
  const { port } = front.address() as AddressInfo;
  onTestFinished(async () => {
    front.close();
    engine.kill("SIGKILL");
    await rm(folder, { recursive: true, force: true });
  });
  return {
    url: `http://127.0.0.1:${port}`,
    /** As a network does that goes away: open connections break, new ones are refused. */
    hangUp: () => {
      front.close();
      for (const socket of sockets) socket.destroy();
    },
    comeBack: () => void front.listen(port, "127.0.0.1"),
  };
}

test("over a URL the same program migrates, ships once, answers, and lives through an outage", async () => {
  const standIn = await startStandIn();
  await using warehouse = openWarehouse({ dataDir: "", clickhouseUrl: standIn.url, log });
  await warehouse.whenReady();
  expect(warehouse.enginePid()).toBeUndefined();
  const segment = await sealed(await newFolder(), eventsOf("hdl_remote", 300));
  for (let time = 0; time < 2; time++) await warehouse.insertSegment(segment);
  const count = () =>
    warehouse.query("select count() as rows from events where handleId = {handleId:String}", {
      handleId: "hdl_remote",
    });
  expect(await count()).toEqual([{ rows: 300 }]);
  standIn.hangUp();
  await expect(count()).rejects.toBeInstanceOf(WarehouseUnavailable);
  standIn.comeBack();
  await expect.poll(() => count().catch(() => []), PATIENT).toEqual([{ rows: 300 }]);
});
