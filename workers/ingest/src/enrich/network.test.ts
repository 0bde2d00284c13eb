import { expect, it } from "vitest";
import { networkOf, truncatedIp } from "./network.ts";

it.each([
  ["203.0.113.9", "203.0.113.9", "203.0.113"],
  ["::ffff:203.0.113.9", "203.0.113.9", "203.0.113"],
  ["203.0.113.9:51234", "203.0.113.9", "203.0.113"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2", "2001:db8:1"],
  ["2001:db8::1", "2001:db8:0:0", "2001:db8:0"],
  ["2001:db8:1:2::", "2001:db8:1:2", "2001:db8:1"],
  ["::1", "0:0:0:0", "0:0:0"],
  ["", "", ""],
])("of %s the network is %s, and what is left when it is cut is %s", (address, network, truncated) => {
  expect([networkOf(address), truncatedIp(address)]).toEqual([network, truncated]);
});
