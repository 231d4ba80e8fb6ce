import { BlockList } from "node:net";

/** Addresses that only this machine has. */
export const LOOPBACK = new BlockList();
LOOPBACK.addSubnet("127.0.0.0", 8, "ipv4");
LOOPBACK.addAddress("::1", "ipv6");
